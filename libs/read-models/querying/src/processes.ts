import type { Bilingual, ProcessContents, ProcessDefinition, Rulebook } from '#rules';

/** The processes that things are pinned to, by name; nothing under one that is not known here. */
export const processesOf = async (
  rulebook: Pick<Rulebook, 'process'>,
  things: readonly { readonly processVersion: string | null }[],
): Promise<ReadonlyMap<string, ProcessDefinition | undefined>> => {
  const names = [...new Set(things.flatMap(({ processVersion }) => processVersion ?? []))];
  return new Map(await Promise.all(names.map(async (name) => [name, await rulebook.process(name)] as const)));
};

/** What its process calls a deal that is won (L165, L276); null while it is not, and where the process calls it nothing. */
export const wonLabelOf = (status: string, process: Pick<ProcessContents, 'wonLabel'> | undefined): Bilingual | null =>
  (status === 'won' ? process?.wonLabel : undefined) ?? null;
