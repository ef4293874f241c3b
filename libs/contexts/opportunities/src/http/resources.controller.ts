import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { ResourceCommand } from '../domain/resources.ts';
import { dealController } from './deal-controller.ts';

const { ResourceRequested, ResourceEngaged, ResourceReleased, ResourceRequestWithdrawn } = opportunities;

export const ResourcesController = dealController<ResourceCommand['type']>('Resources', 'deals: resources', {
  RequestResource: {
    path: 'resources',
    summary: 'A resource of the company is asked for: what it is for, and what it takes (L188).',
    body: bodyOf(ResourceRequested.fields, 'opportunityId', 'resourceId'),
    makes: { resourceId: 'resource' },
  },
  EngageResource: {
    path: 'resources/engage',
    summary: 'A resource that was asked for is taken; a large one only with an approval (L188).',
    body: bodyOf(ResourceEngaged.fields, 'opportunityId', 'authority'),
  },
  ReleaseResource: {
    path: 'resources/release',
    summary: 'A resource is free again, with what it took in the end.',
    body: bodyOf(ResourceReleased.fields, 'opportunityId'),
  },
  WithdrawResourceRequest: {
    path: 'resources/withdraw',
    summary: 'A resource that was asked for is not needed.',
    body: bodyOf(ResourceRequestWithdrawn.fields, 'opportunityId'),
  },
});
