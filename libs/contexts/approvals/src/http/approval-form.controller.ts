import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { OneOf } from '#event-contracts';
import { denied, notFound } from '#platform';
import { ApiProblem, CurrentActor, Field, IdParam } from '#platform/nest';
import { APPROVAL_FORMS, type ApprovalForms } from '../application/approval-forms.ts';
import { approvalForm, formLanguages, type FormLanguage } from './approval-form.ts';

class FormQueryDto {
  @Field(OneOf(...formLanguages), { optional: true, description: 'Chinese when absent.' })
  lang?: FormLanguage;
}

/** Nothing but its own style is let into the page, and nothing runs in it. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
};

@ApiTags('approvals')
@ApiBearerAuth('bearer')
@Controller('v1/approvals')
export class ApprovalFormController {
  constructor(@Inject(APPROVAL_FORMS) private readonly forms: ApprovalForms) {}

  @Get(':id/form')
  @ApiOperation({ summary: 'An approval as a form to print, with every step and its times (L149, L188)' })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiProblem(403, 'Not a deal of this user’s.')
  @ApiProblem(404, 'There is no such approval.')
  async read(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Query() { lang = 'zh' }: FormQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const found = await this.forms(actor, id);
    if (found.kind === 'notFound') throw notFound('There is no such approval.');
    if (found.kind === 'denied') throw denied(found.reason);
    void reply.headers(headers);
    return approvalForm(found.approval, lang);
  }
}
