import { ApiProperty } from '@nestjs/swagger';
import { Field, RequestId } from '#platform/nest';
import type { IssuedSqlAccess, SqlLogin } from './sql-access.ts';

export class SqlLoginDto implements SqlLogin {
  @ApiProperty({ description: 'Whom the database lets in by it.' })
  login: string;
  @ApiProperty({ format: 'date-time', description: 'After this time the database lets nobody in by it.' })
  until: string;
  @ApiProperty({ description: 'Where to connect, as libpq and most tools take it; without the password.' })
  url: string;
}

export class IssuedSqlAccessDto extends SqlLoginDto implements IssuedSqlAccess {
  @ApiProperty({ description: 'Told this once, and kept nowhere.' })
  password: string;
}

export class LoginHolderParam {
  @Field(RequestId)
  userId: string;
}
