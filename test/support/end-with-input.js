// For child processes of tests. The input ends when the test's process does, in whatever way; nothing is to outlive it.
process.stdin.on('end', () => process.exit()).resume();
process.stdin.unref?.();
