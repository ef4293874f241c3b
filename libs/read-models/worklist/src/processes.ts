import type { ProcessDefinition, Rulebook } from '#rules';

/** The processes that things are pinned to, by name; nothing under one that is not known here. */
export const processesOf = async (
  rulebook: Pick<Rulebook, 'process'>,
  things: readonly { readonly processVersion: string }[],
): Promise<ReadonlyMap<string, ProcessDefinition | undefined>> => {
  const names = [...new Set(things.map(({ processVersion }) => processVersion))];
  return new Map(await Promise.all(names.map(async (name) => [name, await rulebook.process(name)] as const)));
};
