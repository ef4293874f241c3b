import { Line } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';

export class ProjectionParam {
  @Field(RequestId)
  projection: string;
}

export class ParkedParam extends ProjectionParam {
  @Field(RequestId)
  caseId: string;
}

export class DiscardDto {
  @Field(Line, { description: 'Why this event is left out of this read model; kept with who did it.' })
  reason: string;
}

export class JobParam {
  @Field(RequestId)
  job: string;
}
