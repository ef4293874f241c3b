import { Type, type Static } from '@sinclair/typebox';
import { limitSchema } from '../calendar/limit.ts';
import { Code, closed, head, Told, type DeepReadonly } from './fields.ts';
import { repeatedCodes, type Fault } from './fault.ts';
import { kpiCodes } from './kpi-codes.ts';

const Parameter = Type.Object(
  {
    code: Code,
    value: Type.Union([Type.Number(), Type.Boolean(), Type.String({ minLength: 1, maxLength: 300 }), limitSchema]),
    /** Where it comes from: a line of the policy, or "default, not policy". */
    note: Told,
  },
  closed,
);

const Indicator = Type.Object(
  { code: Type.String({ pattern: '^K[0-9]{2}$' }), parameters: Type.Array(Parameter, { maxItems: 50 }) },
  closed,
);

/** What the indicators are reckoned with where the policy names an indicator and states no formula (L25–L316). */
export const kpiParametersSchema = Type.Object({ ...head, indicators: Type.Array(Indicator, { maxItems: 200 }) }, closed);
export type KpiParametersContents = DeepReadonly<Static<typeof kpiParametersSchema>>;

export const kpiParametersFaults = ({ indicators }: KpiParametersContents): readonly Fault[] => {
  const names = indicators.map(({ code }) => code).filter((code) => !kpiCodes.includes(code));
  return [
    ...repeatedCodes('indicators', indicators),
    ...indicators.flatMap(({ code, parameters }) => repeatedCodes(`indicators.${code}`, parameters)),
    ...(names.length > 0 ? [{ rule: 'KpiUnknown', at: 'indicators', names } as const] : []),
  ];
};
