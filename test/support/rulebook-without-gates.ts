import { builtInDefinitions, rulebookOf, salesProc003v1, type Rulebook } from '#rules';

/** The rules that come with the program, but for the processes: the standard one asks for nothing before the signatures. */
export const rulebookWithoutGates: Rulebook = rulebookOf([
  ...builtInDefinitions.filter(({ kind }) => kind !== 'process'),
  { kind: 'process', contents: salesProc003v1 },
]);
