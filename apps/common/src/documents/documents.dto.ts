import { Sha256 } from '#event-contracts';
import { Field } from '#platform/nest';
import { ApiProperty } from '@nestjs/swagger';

export class DocumentParam {
  @Field(Sha256, { description: 'SHA-256 of the bytes, in lower-case hexadecimal.' })
  sha256: string;
}

/** What an event about the document states of its bytes. */
export class ReceivedDocument {
  @ApiProperty({ description: 'SHA-256 of the bytes, as the server counted it.' })
  sha256: string;
  @ApiProperty({ type: 'integer', description: 'Bytes.' })
  size: number;
  @ApiProperty({ description: 'As it was sent, without parameters; not kept with the bytes.' })
  mediaType: string;
}
