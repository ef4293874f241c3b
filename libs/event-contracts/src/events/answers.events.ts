import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { Line, open } from '../fields.ts';

/** What a command that decided nothing leaves behind, in whichever stream it was decided. */
export const answers = {
  CommandRefused: event('CommandRefused', {
    aggregate: '*',
    description: 'A command was decided and refused: by which rule, on which facts, and what would lift the refusal.',
    fields: {
      command: open(Line),
      reason: open(Line),
      detail: open(Type.Record(Type.String(), Type.Unknown())),
      liftedBy: open(Type.Array(Type.String())),
    },
  }),
  CommandHadNoEffect: event('CommandHadNoEffect', {
    aggregate: '*',
    description: 'A command was decided and accepted, but it was already so.',
    fields: { command: open(Line) },
  }),
};
