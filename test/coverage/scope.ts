const range = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** The lines of the policy that are covered so far: all but what follows the confirmed proposal, and support and management. */
export const inScope: readonly number[] = [
  ...range(1, 44),
  ...range(83, 145),
  ...[184, 186, 190, 191, 192],
  ...range(196, 266),
  ...[320, 321, 322],
];

/** Lines in scope that ask for nothing themselves, and why. */
export const asksNothing: ReadonlyMap<number, string> = new Map([
  [2, 'the website’s invitation to read'],
  [3, 'the title of the first version'],
  [4, 'the title of its preface'],
  ...[6, 14].map((line) => [line, 'the title of a part'] as const),
  ...[18, 28, 40, 100, 111, 124, 137, 217, 231, 243, 256].map((line) => [line, 'announces the activities that follow'] as const),
  ...[87, 96, 213].map((line) => [line, 'the title of a chapter'] as const),
  ...[88, 90].map((line) => [line, 'the title of a section'] as const),
  ...[196, 198, 200, 206].map((line) => [line, 'the title of an article'] as const),
]);
