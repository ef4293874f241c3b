import type { Type } from '@nestjs/common';
import { commandController, type CommandRouteOf } from '#platform/nest';
import { caseOfContract, contractStream } from '../application/contract.commands.ts';
import type { ContractCommand } from '../domain/contract-command.ts';
import { ContractMessage } from './contract.messages.ts';

/** One chapter of the work on a contract over HTTP: `POST /v1/contracts/{id}/{path}`. */
export const contractController = <T extends ContractCommand['type']>(
  name: string,
  tag: string,
  routes: Readonly<Record<T, CommandRouteOf>>,
): Type<object> =>
  commandController<ContractCommand, T>({
    ...{ name, tag, base: 'v1/contracts', id: 'contractId' },
    Message: ContractMessage,
    streamOf: contractStream,
    caseOf: caseOfContract,
    routes,
  });
