import { InvalidArgumentError } from 'commander';

/** What a command line says about the number of brokers. Throws InvalidArgumentError. */
export const brokerCount = (text: string): 1 | 3 => {
  if (text !== '1' && text !== '3') throw new InvalidArgumentError('One or three.');
  return text === '1' ? 1 : 3;
};
