import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Button } from 'antd';
import { useDocumentTitle } from '../shared/document-title.ts';
import { Frame } from '../shared/frame.tsx';
import { useTexts } from '../shared/language-context.tsx';
import { useAccount } from './api/catalogue.ts';
import { useTodo } from './api/pushes.ts';
import { keepKey, useKey } from './key.ts';
import { KeyPage } from './key-page.tsx';
import './staff.css';
import { STAFF } from './texts.ts';
import { waitingAt } from './todo/count.ts';

/** The frame of the staff pages; without a key there is only the page that asks for one. */
export function StaffFrame() {
  const key = useKey();
  useDocumentTitle(useTexts(STAFF).area);
  return key === null ? <KeyPage /> : <Inside />;
}

function Inside() {
  const texts = useTexts(STAFF);
  const account = useAccount();
  const todo = useTodo().data;
  const queries = useQueryClient();
  const leave = () => {
    keepKey(null);
    queries.clear();
  };
  return (
    <Frame
      title={account.data?.name ?? texts.area}
      places={[
        { to: '/today', title: texts.today, waiting: todo && waitingAt('today', todo) },
        { to: '/bookings', title: texts.bookings },
        { to: '/orders', title: texts.orders },
        { to: '/calendar', title: texts.calendar },
        { to: '/rooms', title: texts.rooms },
        { to: '/todo', title: texts.todo, waiting: todo && waitingAt('todo', todo) },
        { to: '/matching', title: texts.matching },
        { to: '/bills', title: texts.bills, waiting: todo && waitingAt('bills', todo) },
      ]}
      extra={
        <Button type="text" size="small" className="on-dark" onClick={leave}>
          {texts.leave}
        </Button>
      }
    >
      <Outlet />
    </Frame>
  );
}
