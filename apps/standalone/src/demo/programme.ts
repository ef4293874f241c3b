import type { HistoryDto } from '#audit/nest';
import type { ForecastDto } from '#forecast/nest';
import type { FunnelDto } from '#funnel/nest';
import type { OpportunityDto } from '#opportunity-list/nest';
import { forecastText, funnelText, historyText, verificationText, verifyLedger, type Client } from '#terminal';
import { people } from './cast.ts';
import type { Story } from './storyline.ts';
import { today } from './today/deal.ts';

const rep = 'lina';

const isOthersWin = ({ path, expect, as }: Story['steps'][number]): boolean => path.endsWith('/win') && expect === 'accepted' && as !== rep;

/** A deal that was won by another than the representative whose token is shown; if there is one, such as its gate held up, and a manager let pass. */
export const wonStory = (stories: readonly Story[]): Story | undefined => {
  const won = stories.filter(({ steps }) => steps.some(isOthersWin));
  const letPass = won.find(({ steps }) => steps.some(({ path }) => path.endsWith('/overrides')));
  return letPass ?? won.find(({ steps }) => steps.some(({ expect }) => expect === 'refused')) ?? won[0];
};

/** Those of the year's deals; their variants are in the funnels of their own names. */
const processes = ['SALES-PROC-003', 'SALES-PROC-003-STRATEGIC', 'SALES-PROC-003-SME', 'CUSTOMER-JOURNEY', 'CLASSIC-SALES'];

const section = (title: string, text: string): string => `\n${title}\n${'═'.repeat(title.length)}\n${text}\n`;

/** What the year has become: funnel, forecast, the history of a won deal, how the last one is won today, and whether the ledger holds. */
export const reports = async (stories: readonly Story[], analyst: Client, auditor: Client, wonToday: string): Promise<string> => {
  const funnels = await Promise.all(processes.map((process) => analyst.get<FunnelDto>('/v1/funnel', { process })));
  const forecast = await analyst.get<ForecastDto>('/v1/forecast');
  const won = wonStory(stories)?.opportunityId;
  const history = won === undefined ? undefined : await auditor.get<HistoryDto>(`/v1/deals/${won}/history`, { limit: 200 });
  const { wonLabel } = await auditor.get<OpportunityDto>(`/v1/opportunities/${today.opportunityId}`);
  const verified = await verifyLedger(auditor);
  if (!verified.ok) throw new Error(verificationText(verified));
  return [
    ...funnels.map((funnel) => section(`Funnel of ${funnel.process.split('#')[0]}`, funnelText(funnel))),
    section('Forecast', forecastText(forecast, { details: false })),
    ...(history ? [section(`History of ${won}, a deal that was won`, historyText(history.items))] : []),
    section(`Today: ${today.company}, from its confirmed proposal to: ${wonLabel?.en} · ${wonLabel?.zh}`, wonToday),
    section('Verification of the ledger', verificationText(verified)),
  ].join('');
};

const shown = [
  ['REP', rep],
  ['MANAGER', 'manager-north'],
  ['LEGAL', 'legal'],
  ['COMPLIANCE', 'auditor'],
  ['ANALYST', 'analyst'],
] as const;

const tokenLine = async (name: string, userId: string, issue: (userId: string) => Promise<string>): Promise<string> => {
  const person = people.find((one) => one.userId === userId);
  return `# ${person?.displayName ?? userId}, ${[...(person?.roles ?? []), person?.teamId].filter(Boolean).join(', ')}\n${name}=${await issue(userId)}`;
};

/** Where it runs, tokens for some of the cast, and what to try with them. */
export const closingWords = async (
  stories: readonly Story[],
  { url, dataDir }: { readonly url: string; readonly dataDir: string },
  issue: (userId: string) => Promise<string>,
): Promise<string> => {
  const tokens = await Promise.all(shown.map(([name, userId]) => tokenLine(name, userId, issue)));
  const deal = (wonStory(stories) ?? stories[0])?.opportunityId ?? 'demo-1';
  const get = (name: string, path: string): string => `curl -s -H "Authorization: Bearer $${name}" '${url}${path}'`;
  return [
    section(
      'Running',
      `Dealtrail runs at ${url} until Ctrl-C; the API page is ${url}/docs. Tokens for twelve hours, to paste into a shell:`,
    ),
    tokens.join('\n'),
    '\n\n',
    [
      '# The open deals of one representative, and no others.',
      get('REP', '/v1/opportunities?status=open'),
      '# What the team is expected to close.',
      get('MANAGER', '/v1/forecast?teamId=north'),
      '# All that happened to a deal, with the names that are sealed from others.',
      get('COMPLIANCE', `/v1/deals/${deal}/history`),
      '# The deal that was won today: the form of its approval, in Chinese; its contract, with what is on file; its history.',
      get('REP', '/v1/approvals/today-discount-again/form?lang=zh'),
      get('REP', `/v1/contracts/${today.contractId}`),
      get('COMPLIANCE', `/v1/deals/${today.opportunityId}/history`),
      '# What was settled for at worst is sealed for those who may not read it, on the deal or not.',
      get('LEGAL', `/v1/deals/${today.opportunityId}/history`),
      '# Approvals that wait for somebody, and those of a deal; contracts that wait for a signature.',
      get('MANAGER', '/v1/approvals?waitingFor=me'),
      get('MANAGER', `/v1/approvals?opportunityId=${today.opportunityId}`),
      get('REP', '/v1/contracts?awaiting=signature'),
      '# The funnel, for those who count.',
      get('ANALYST', '/v1/funnel'),
      '# Refused, and recorded: only the owner and their managers move a deal on, stage by stage.',
      `curl -s -X POST -H "Authorization: Bearer $REP" -H 'Idempotency-Key: try-1' -H 'Content-Type: application/json' -d '{"to":"S7"}' '${url}/v1/opportunities/${deal}/advance'`,
      '# What proofs are checked against; open to anyone.',
      `curl -s '${url}/v1/ledger/head'`,
      '# The same from the command line.',
      `DATA_DIR='${dataDir}' npx dealtrail history ${deal}`,
      `DATA_DIR='${dataDir}' npx dealtrail history ${today.opportunityId}`,
      `DATA_DIR='${dataDir}' npx dealtrail worklist --of all --overdue`,
    ].join('\n'),
    '\n',
  ].join('');
};
