import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { fill } from './language.ts';
import { useLanguage, useTexts } from './language-context.tsx';
import { Problem } from './problem.ts';
import { COMMON } from './texts.ts';

/** What a page needs to know about a running question to an API. */
export interface Asked<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  refetch(): unknown;
}

/**
 * Shows a question's answer, or that it is on its way, or why there is none. While older data are there they stay on the
 * page, with the error above them.
 */
export function Answer<Data>({
  of: { data, error, refetch },
  children,
}: {
  readonly of: Asked<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  return (
    <>
      {error === null || error === undefined ? null : <ProblemNote error={error} onRetry={refetch} />}
      {data !== undefined ? children(data) : error ? null : <Waiting />}
    </>
  );
}

/** Grey lines where content will be. */
function Waiting() {
  const texts = useTexts(COMMON);
  return (
    <div role="status" aria-label={texts.loading}>
      <Skeleton active title={false} paragraph={{ rows: 4 }} />
    </div>
  );
}

/** What went wrong and what to do now. */
export function ProblemNote({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => unknown) | undefined;
}) {
  const texts = useTexts(COMMON);
  return (
    <Alert
      className="problem"
      type="error"
      role="alert"
      showIcon
      title={<ProblemText error={error} />}
      action={
        onRetry === undefined ? undefined : (
          <Button size="small" onClick={() => onRetry()}>
            {texts.retry}
          </Button>
        )
      }
    />
  );
}

/** Next steps that name a call are meant for those who write programs. */
const FOR_PROGRAMS = /\b(?:GET|POST|PUT|DELETE) \//;

/** The words of an error: what happened, the next step, the reference for the log. */
export function ProblemText({ error }: { readonly error: unknown }) {
  const texts = useTexts(COMMON);
  const { language } = useLanguage();
  if (!(error instanceof Problem)) return <>{`${texts.broken} ${String(error)}`}</>;
  const { what, next } = error.say(language);
  return (
    <>
      <span className="problem-what">{what}</span>
      {next === '' || FOR_PROGRAMS.test(next) ? null : (
        <span className="problem-next">{fill(texts.nextStep, { text: next })}</span>
      )}
      {error.requestId === undefined ? null : (
        <span className="problem-reference">
          {error.code} · {fill(texts.reference, { id: error.requestId })}
        </span>
      )}
    </>
  );
}

/** Says plainly that there is nothing, and why that may be. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="nothing">{children}</p>;
}
