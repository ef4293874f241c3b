import type { Provider } from '@nestjs/common';
import type { Codec, DocumentStore, EventStore, LedgerReader } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import type { FreshRulebook } from '#definitions';
import { everybody, heldRoles, type FreshDirectory } from '#organisation';
import * as platform from '#platform/nest';
import { policyVersion, processVersion, type Workload } from '#rules';
import type { Telemetry } from './telemetry.ts';
import type { TimeAndChance } from './time-and-chance.ts';
import type { Vault } from './vault.ts';

/** What every program with an API has opened. */
export interface SharedParts extends Vault {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly documents: DocumentStore;
  readonly ledger: LedgerReader;
  readonly ledgerId: string;
  readonly who: FreshDirectory;
  readonly rulebook: FreshRulebook;
  readonly given: TimeAndChance;
  readonly telemetry: Telemetry;
  /** Where commands are decided. */
  readonly workload?: Workload;
}

/** What it answers with beside. */
export interface Answering {
  readonly attempts: platform.AttemptLog;
  readonly waitFor: platform.WaitForReadModels;
  readonly readiness: platform.Readiness;
  readonly liveness: platform.Liveness;
}

/** What contexts and read models ask of whatever program they are in. */
export const sharedPorts = (parts: SharedParts, { attempts, waitFor, readiness, liveness }: Answering): readonly Provider[] => {
  const { store, codec, documents, vault, digest, ledger, ledgerId, who, rulebook, given, telemetry, workload } = parts;
  const commands: platform.CommandSettings = {
    ...{ ledgerId, digest, policyVersion, processVersion },
    clock: given.clock,
    observer: telemetry.commands,
  };
  return [
    { provide: platform.DIRECTORY, useValue: who },
    { provide: platform.RULEBOOK, useValue: rulebook },
    { provide: platform.HELD_ROLES, useValue: heldRoles(everybody(ledger, codec)) },
    { provide: platform.CLOCK, useValue: given.clock },
    ...(workload ? [{ provide: platform.WORKLOAD, useValue: workload }] : []),
    { provide: platform.EVENT_STORE, useValue: store },
    { provide: platform.CODEC, useValue: codec },
    { provide: platform.DOCUMENT_STORE, useValue: documents },
    { provide: platform.KEY_VAULT, useValue: vault },
    { provide: platform.LEDGER_READER, useValue: ledger },
    { provide: platform.COMMAND_SETTINGS, useValue: commands },
    { provide: platform.ATTEMPT_LOG, useValue: attempts },
    { provide: platform.WAIT_FOR_READ_MODELS, useValue: waitFor },
    { provide: platform.READINESS, useValue: readiness },
    { provide: platform.LIVENESS, useValue: liveness },
  ];
};
