import { Grid, Table } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from './language-context.tsx';
import { COMMON } from './texts.ts';

/** One fact of a record. */
export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  readonly render: (row: Row) => ReactNode;
  readonly align?: 'right';
  readonly width?: number;
  /** On a phone: the heading of the card, or its row of buttons, instead of a line with a title. */
  readonly place?: 'heading' | 'actions';
}

/** Records as a table, and as cards where the screen is too narrow for one. */
export function Records<Row extends object>({
  label,
  rows,
  columns,
  rowKey,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
}) {
  const common = useTexts(COMMON);
  const wide = Grid.useBreakpoint().md ?? window.innerWidth >= 768;
  if (!wide) return <Cards label={label} rows={rows} columns={columns} rowKey={rowKey} />;
  return (
    <Table<Row>
      aria-label={label}
      size="middle"
      dataSource={rows}
      rowKey={rowKey}
      pagination={false}
      columns={columns.map(({ key, title, render, align, width }) => ({
        key,
        title: title === '' ? <span className="sr">{common.actions}</span> : title,
        render: (_, row) => render(row),
        ...(align === undefined ? {} : { align }),
        ...(width === undefined ? {} : { width }),
      }))}
    />
  );
}

function Cards<Row>({
  label,
  rows,
  columns,
  rowKey,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
}) {
  const at = (place: Column<Row>['place']) => columns.filter((column) => column.place === place);
  return (
    <ul className="cards" aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className="card">
          <div className="card-heading">
            {at('heading').map((column) => (
              <div key={column.key}>{column.render(row)}</div>
            ))}
          </div>
          <dl className="facts">
            {at(undefined).map((column) => (
              <div key={column.key}>
                <dt>{column.title}</dt>
                <dd>{column.render(row)}</dd>
              </div>
            ))}
          </dl>
          {at('actions').map((column) => (
            <div key={column.key} className="card-actions">
              {column.render(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
