import type { Dice } from './dice.ts';

/** One request of the play: who sends what, at which business time, and which answer belongs to the story. */
export interface Step {
  readonly at: Date;
  readonly as: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `refused`: the story wants to see the rule at work. */
  readonly expect: 'accepted' | 'refused';
}

/** The steps of one deal, in order. */
export interface Story {
  readonly leadId: string;
  readonly opportunityId: string;
  readonly steps: readonly Step[];
}

const hour = 3_600_000;
export const day = 24 * hour;
/** In Shanghai, as UTC hours: from nine to six. */
const opens = 1;
const closes = 10;

export const dateOf = (at: Date): string => at.toISOString().slice(0, 10);

const isWorkingDay = (at: Date): boolean => at.getUTCDay() % 6 !== 0;

/** The moment itself in working hours; else within the first two hours of the next working day, or of this one. */
const nextWorkingHour = (at: Date, dice: Dice): Date => {
  const open = isWorkingDay(at) && at.getUTCHours() < closes;
  if (open && at.getUTCHours() >= opens) return at;
  let morning = new Date(at);
  morning.setUTCHours(opens, 0, 0, 0);
  if (!open) morning = new Date(morning.getTime() + day);
  while (!isWorkingDay(morning)) morning = new Date(morning.getTime() + day);
  return new Date(morning.getTime() + Math.floor(dice.roll() * 2 * hour));
};

/** Steps that are due before `until`, each at a time of its own. */
export class Storyline {
  readonly steps: Step[] = [];
  private now: Date;

  constructor(
    start: Date,
    readonly until: Date,
    private readonly dice: Dice,
  ) {
    this.now = nextWorkingHour(start, dice);
  }

  get time(): Date {
    return this.now;
  }

  get isOver(): boolean {
    return this.now >= this.until;
  }

  /** Lets about `days` pass, at least an hour, up to a working hour. */
  pass(days: number): this {
    const later = this.now.getTime() + Math.max(hour, Math.round(this.dice.around(days, 0.5) * day));
    this.now = nextWorkingHour(new Date(later), this.dice);
    return this;
  }

  add(as: string, path: string, body: Readonly<Record<string, unknown>>, expect: Step['expect'] = 'accepted'): this {
    if (!this.isOver) this.steps.push({ at: this.now, as, path, body, expect });
    return this;
  }
}
