import type { Command } from 'commander';
import type { FeedPageDto } from '#feed/nest';
import { feedEventText, type Client } from '#terminal';
import { connected, examples, output, type CommonOptions, type Context } from '../context.ts';

interface Options extends CommonOptions {
  readonly from: string;
  readonly type?: readonly string[];
  readonly case?: string;
  readonly follow?: boolean;
}

const waitSeconds = 25;

/** The pages after a position: to the end of the ledger, or, when followed, for ever. */
async function* pagesOf(client: Client, { from, type, case: caseId, follow = false }: Options): AsyncGenerator<FeedPageDto> {
  const query = { type: type?.join(','), case: caseId, limit: 1000, wait: follow ? waitSeconds : 0 };
  for (let position = from; ;) {
    const page = await client.get<FeedPageDto>('/v1/feed', { ...query, from: position });
    yield page;
    position = page.next;
    if (!page.more && !follow) return;
  }
}

export const feedCommand = (program: Command, context: Context): void => {
  const command = program
    .command('feed')
    .description('Show every event in ledger order, from any position; and with --follow what comes, until Ctrl-C.')
    .option('--from <position>', 'after this position or ledger index; start, or end for what is yet to come', 'start')
    .option(
      '--type <types>',
      'only events of these types, with commas; may be repeated',
      (types: string, before: readonly string[] = []) => [...before, types],
    )
    .option('--case <caseId>', 'only events of this case')
    .option('--follow', 'go on with what comes')
    .option('--json', 'print each event as one JSON document on a line of its own')
    .action(async (options: Options) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        let next = options.from;
        try {
          for await (const page of pagesOf(client, options)) {
            for (const event of page.events) context.streams.out.write(`${out.json ? JSON.stringify(event) : feedEventText(event)}\n`);
            next = page.next;
          }
        } finally {
          out.note(`To go on from here: --from ${next}`);
        }
      });
    });
  examples(command, 'feed', 'feed --type OpportunityWon,OpportunityLost --json', 'feed --from end --follow', 'feed --case lead-demo-17');
};
