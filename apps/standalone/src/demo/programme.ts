import type { HistoryDto } from '#audit/nest';
import type { ForecastDto } from '#forecast/nest';
import type { FunnelDto } from '#funnel/nest';
import { forecastText, funnelText, historyText, verificationText, verifyLedger, type Client } from '#terminal';
import { people } from './cast.ts';
import type { Story } from './year-of-sales.ts';

const isWin = ({ path, expect }: Story['steps'][number]): boolean => path.endsWith('/win') && expect === 'accepted';

/** A deal that was won; one that was refused something on the way, if there is one. */
const wonStory = (stories: readonly Story[]): Story | undefined => {
  const won = stories.filter(({ steps }) => steps.some(isWin));
  return won.find(({ steps }) => steps.some(({ expect }) => expect === 'refused')) ?? won[0];
};

const section = (title: string, text: string): string => `\n${title}\n${'═'.repeat(title.length)}\n${text}\n`;

/** What the year has become: funnel, forecast, the history of a won deal, and whether the ledger holds. */
export const reports = async (stories: readonly Story[], analyst: Client, auditor: Client): Promise<string> => {
  const funnel = await analyst.get<FunnelDto>('/v1/funnel');
  const forecast = await analyst.get<ForecastDto>('/v1/forecast');
  const won = wonStory(stories)?.opportunityId;
  const history = won === undefined ? undefined : await auditor.get<HistoryDto>(`/v1/deals/${won}/history`, { limit: 200 });
  const verified = await verifyLedger(auditor);
  if (!verified.ok) throw new Error(verificationText(verified));
  return [
    section('Funnel', funnelText(funnel)),
    section('Forecast', forecastText(forecast, { details: false })),
    ...(history ? [section(`History of ${won}, a deal that was won`, historyText(history.items))] : []),
    section('Verification of the ledger', verificationText(verified)),
  ].join('');
};

const shown = [
  ['REP', 'lina'],
  ['MANAGER', 'manager-north'],
  ['COMPLIANCE', 'auditor'],
  ['ANALYST', 'analyst'],
] as const;

const tokenLine = async (name: string, userId: string, issue: (userId: string) => Promise<string>): Promise<string> => {
  const person = people.find((one) => one.userId === userId);
  return `# ${person?.displayName ?? userId}, ${[...(person?.roles ?? []), person?.teamId].filter(Boolean).join(', ')}\n${name}=${await issue(userId)}`;
};

/** Where it runs, tokens for some of the cast, and what to try with them. */
export const closingWords = async (stories: readonly Story[], url: string, issue: (userId: string) => Promise<string>): Promise<string> => {
  const tokens = await Promise.all(shown.map(([name, userId]) => tokenLine(name, userId, issue)));
  const deal = (wonStory(stories) ?? stories[0])?.opportunityId ?? 'demo-1';
  const get = (name: string, path: string): string => `curl -s -H "Authorization: Bearer $${name}" '${url}${path}'`;
  return [
    section(
      'Running',
      `Dealtrail runs at ${url} until Ctrl-C; the API page is ${url}/docs. Tokens for twelve hours, to paste into a shell:`,
    ),
    tokens.join('\n'),
    '\n\n# own deals only; those of the team; everything with names; figures\n',
    [
      get('REP', '/v1/opportunities?status=open'),
      get('MANAGER', '/v1/forecast?teamId=north'),
      get('COMPLIANCE', `/v1/deals/${deal}/history`),
      get('ANALYST', '/v1/funnel'),
      `curl -s -X POST -H "Authorization: Bearer $REP" -H 'Idempotency-Key: try-1' -H 'Content-Type: application/json' -d '{"to":"S7"}' '${url}/v1/opportunities/${deal}/advance'`,
      `curl -s '${url}/v1/ledger/head'`,
    ].join('\n'),
    '\n',
  ].join('');
};
