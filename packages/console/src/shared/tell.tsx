import { App } from 'antd';
import { ProblemText } from './states.tsx';

/**
 * Tells how something ended: a short word of success, or the problem with its next step, which stays until it is closed.
 * It follows the promise and not the button, because what was done may take the button's row away before it is answered.
 */
export function useTell(): <Result>(work: Promise<Result>, said?: (result: Result) => string) => Promise<boolean> {
  const { message, notification } = App.useApp();
  return async (work, said) => {
    try {
      const result = await work;
      if (said !== undefined) message.success(said(result));
      return true;
    } catch (error) {
      notification.error({ title: <ProblemText error={error} />, duration: 0 });
      return false;
    }
  };
}
