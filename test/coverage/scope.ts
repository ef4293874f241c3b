const range = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** The lines of the policy that are covered so far: all up to the signed contract, and of what follows it who takes part; not support and management. */
export const inScope: readonly number[] = [
  ...range(1, 49),
  ...[59, 71],
  ...range(83, 165),
  ...[168, 180],
  ...[184, 186, 188, 190, 191, 192],
  ...range(196, 280),
  ...[290, 304],
  ...[320, 321, 322],
];

/** Lines in scope that ask for nothing themselves, and why. */
export const asksNothing: ReadonlyMap<number, string> = new Map([
  [3, 'the title of the first version'],
  [4, 'the title of its preface'],
  ...[6, 14].map((line) => [line, 'the title of a part'] as const),
  ...[18, 28, 40, 100, 111, 124, 137, 148, 161, 217, 231, 243, 256, 269].map(
    (line) => [line, 'announces the activities that follow'] as const,
  ),
  ...[87, 96, 213].map((line) => [line, 'the title of a chapter'] as const),
  ...[88, 90].map((line) => [line, 'the title of a section'] as const),
  ...[196, 198, 200, 206].map((line) => [line, 'the title of an article'] as const),
]);

/** What is covered of a line that says who takes part in stages that follow the contract. */
export const followingRoles =
  'Who takes part has authority, in deals that they are put on; what they do after the contract is not in scope yet.';
