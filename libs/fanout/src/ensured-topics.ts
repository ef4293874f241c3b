import type { Topics } from './topic.port.ts';

export interface EnsuredTopics extends Pick<Topics, 'ensure'> {
  /** It is looked after again when it is next needed. */
  forget(name: string): void;
}

/**
 * Topics that are looked after once: what was found to fit is taken to fit from then on. Seats are taken anew when a broker is down, and looking after a topic
 * needs more brokers than sending to it does.
 */
export const ensuredTopics = (topics: Pick<Topics, 'ensure'>): EnsuredTopics => {
  const fitting = new Set<string>();
  return {
    ensure: async (settings) => {
      if (fitting.has(settings.name)) return;
      await topics.ensure(settings);
      fitting.add(settings.name);
    },
    forget: (name) => void fitting.delete(name),
  };
};
