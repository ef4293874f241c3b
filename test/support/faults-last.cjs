const { default: Sequencer } = require('@jest/test-sequencer');

/** Runs what kills servers, and waits for others to take over, after everything else: then it has the machine to itself, and disturbs nobody. */
module.exports = class FaultsLast extends Sequencer {
  sort(tests) {
    const isFaults = ({ path }) => path.endsWith('distributed-faults.spec.ts');
    const sorted = [...super.sort(tests)];
    return [...sorted.filter((test) => !isFaults(test)), ...sorted.filter(isFaults)];
  }
};
