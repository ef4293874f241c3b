import type { Logger } from 'pino';
import type { Topics } from '#fanout';
import { kafkaTopics, type KafkaConnection } from '#kafka';
import { sparingly } from '../sparingly.ts';
import type { KafkaConfig } from './kafka.config.ts';

/** How one app connects, and where it tells what goes wrong there. */
export const kafkaConnection = ({ kafka }: KafkaConfig, clientId: string, logger: Logger): KafkaConnection => {
  const isDue = sparingly();
  return {
    ...kafka,
    clientId,
    log: (level, message, detail) => {
      if (isDue([message, detail['broker'], detail['error']].join(' '))) logger[level]({ part: 'kafka', ...detail }, message);
    },
  };
};

/** Connects when it is asked, and no longer: topics are looked after seldom, and a program starts without a broker too. */
export const topicsOf = (connection: KafkaConnection): Pick<Topics, 'ensure'> => ({
  ensure: async (settings) => {
    const topics = await kafkaTopics(connection);
    try {
      await topics.ensure(settings);
    } finally {
      await topics.close();
    }
  },
});
