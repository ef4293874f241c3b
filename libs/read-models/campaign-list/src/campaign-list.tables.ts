import { entityOf } from '#querying/nest';
import { campaignListTable, type CampaignRow } from './campaign-list.row.ts';

export const campaignEntity = entityOf<CampaignRow>(campaignListTable);
