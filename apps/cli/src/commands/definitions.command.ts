import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse, YAMLParseError } from 'yaml';
import type { DefinitionListDto, DefinitionVersionDto } from '#definition-list/nest';
import type { AnswerBody } from '#platform/nest';
import { table, UserError } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

interface Contents {
  readonly id: string;
}

const hasId = (value: unknown): value is Contents =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

const readContents = async (path: string): Promise<Contents> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, undefined, cause);
  });
  try {
    const contents: unknown = parse(text);
    if (hasId(contents)) return contents;
    throw new UserError(`${path} is not the contents of a definition: it has no id`);
  } catch (error) {
    throw error instanceof YAMLParseError ? new UserError(`${path} is neither YAML nor JSON: ${error.message}`) : error;
  }
};

const listText = ({ items }: DefinitionListDto): string =>
  table(
    ['kind', 'id', 'version', 'title', 'status', 'in force from', 'until', 'review due'],
    items.map((each) => [
      ...[each.kind, each.id, String(each.version), `${each.titleZh} / ${each.titleEn}`, each.status],
      ...[each.effectiveFrom, each.supersededFrom, each.reviewDueAt],
    ]),
  );

const versionText = ({ contents, interpretations: _, acknowledgedBy: __, ...told }: DefinitionVersionDto): string =>
  [
    table(
      ['', ''],
      Object.entries(told)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, String(value)]),
    ),
    '',
    JSON.stringify(contents, null, 2),
  ].join('\n');

type Give = (path: string, body: object) => Promise<void>;

/** Gives one command on a definition, and tells what was recorded. */
const giving =
  (context: Context, options: CommonOptions): Give =>
  async (path, body) => {
    const out = output(context, options);
    await connected(context, out, async (client) => {
      const answer = await client.post<AnswerBody>(`/v1/definitions/${path}`, body, randomUUID());
      out.result(answer, () => (answer.outcome === 'accepted' ? answer.events.join(', ') : 'was so'));
    });
  };

const reading = (definitions: Command, context: Context): void => {
  const list = definitions
    .command('list', { isDefault: true })
    .option('--kind <kind>', 'of one kind only')
    .description('Every version of every definition: processes, policies, scoring models, forms, calendars, parameters, rules.')
    .action(async ({ kind, ...options }: CommonOptions & { readonly kind?: string }) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const found = await client.get<DefinitionListDto>('/v1/definitions', { kind });
        out.result(found, () => listText(found));
      });
    });
  common(list, 'definitions list', 'definitions list --kind process');
  const show = definitions
    .command('show')
    .argument('<kind>')
    .argument('<id>')
    .option('--version <n>', 'that version; the one in force when absent')
    .option('--at <time>', 'the one that was in force then, for example 2026-03-31T08:00:00.000Z')
    .description('One version: who approved it and when, from when it is in force, and its whole contents.')
    .action(
      async (
        kind: string,
        id: string,
        { version, at, ...options }: CommonOptions & { readonly version?: string; readonly at?: string },
      ) => {
        const out = output(context, options);
        await connected(context, out, async (client) => {
          const path = version === undefined ? 'in-force' : `versions/${version}`;
          const found = await client.get<DefinitionVersionDto>(
            `/v1/definitions/${kind}/${id}/${path}`,
            version === undefined ? { at } : {},
          );
          out.result(found, () => versionText(found));
        });
      },
    );
  common(show, 'definitions show process SALES-PROC-003', 'definitions show policy SALES-PROC-003 --version 1 --json');
};

const writing = (definitions: Command, context: Context): void => {
  const draft = definitions
    .command('draft')
    .argument('<kind>')
    .argument('<file>', 'YAML or JSON: the whole contents, with id and the next version')
    .option('--revise', 'change the draft that is there')
    .description('Draft the next version of a definition.')
    .action(async (kind: string, file: string, { revise = false, ...options }: CommonOptions & { readonly revise?: boolean }) => {
      const contents = await readContents(file);
      await giving(context, options)(`${kind}/${contents.id}/${revise ? 'revise' : 'draft'}`, { contents });
    });
  common(draft, 'definitions draft process our-process.yaml');
  const submit = definitions
    .command('submit')
    .argument('<kind>')
    .argument('<id>')
    .description('Hand a draft in to be approved.')
    .action((kind: string, id: string, options: CommonOptions) => giving(context, options)(`${kind}/${id}/submit`, {}));
  common(submit, 'definitions submit process OUR-PROCESS');
  const approve = definitions
    .command('approve')
    .argument('<kind>')
    .argument('<id>')
    .requiredOption('--sha256 <hash>', 'of the contents that are approved, as `definitions show` tells it')
    .description('Approve a draft that someone else wrote.')
    .action((kind: string, id: string, { sha256, ...options }: CommonOptions & { readonly sha256: string }) =>
      giving(context, options)(`${kind}/${id}/approve`, { sha256 }),
    );
  common(approve, 'definitions approve process OUR-PROCESS --sha256 1b3ada5b…');
  const publish = definitions
    .command('publish')
    .argument('<kind>')
    .argument('<id>')
    .option('--from <time>', 'in force from then on; at once when absent')
    .description('Publish an approved version.')
    .action((kind: string, id: string, { from, ...options }: CommonOptions & { readonly from?: string }) =>
      giving(context, options)(`${kind}/${id}/publish`, from === undefined ? {} : { effectiveFrom: from }),
    );
  common(publish, 'definitions publish process OUR-PROCESS --from 2027-01-01T00:00:00.000Z');
};

export const definitionsCommand = (program: Command, context: Context): void => {
  const definitions = program.command('definitions').description('The rules in force, and those on their way: versioned, approved data.');
  reading(definitions, context);
  writing(definitions, context);
};
