import type { AppError, ErrorReply } from '@yuzhu/runtime';
import Type from 'typebox';
import { list, optional, output } from './fields.ts';

/** The body of every error of the hotel API. */
export const errorBody = output('Error', {
  code: Type.String({ description: 'stable code, see docs/errors.md' }),
  message_zh: Type.String({ description: 'what is wrong, in Chinese' }),
  message_en: Type.String({ description: 'what is wrong, in English' }),
  where: optional(Type.String({ description: 'the part of the request it is about, e.g. `body.stock[0].from`' })),
  problems: optional(
    list(
      Type.Object({ where: Type.String(), message_zh: Type.String(), message_en: Type.String() }),
      'INPUT_INVALID: everything that is wrong, place by place',
    ),
  ),
  nights: optional(list(Type.Object({ night: Type.String() }), 'calendar errors: the nights it is about')),
  allowed: optional(list(Type.String(), 'refused actions: what is possible now')),
  next_zh: Type.String({ description: 'what to do now, in Chinese' }),
  next_en: Type.String({ description: 'what to do now, in English' }),
  request_id: Type.String({ description: 'reference of this request in the gateway’s log' }),
});

/** Puts an error into the form of the hotel API. */
export function apiErrorReply(error: AppError, request: { readonly id: string }): ErrorReply {
  const { code, message, message_en, next, next_en } = error.toJSON();
  const { path, problems, nights, allowed } = error.details;
  return {
    status: error.status,
    body: {
      code,
      message_zh: message,
      message_en,
      ...(path === undefined ? {} : { where: path }),
      ...(problems === undefined ? {} : { problems }),
      ...(nights === undefined ? {} : { nights }),
      ...(allowed === undefined ? {} : { allowed }),
      next_zh: next,
      next_en,
      request_id: request.id,
    },
  };
}
