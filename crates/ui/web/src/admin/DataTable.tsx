import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The row's own name: its header for those who hear the table, its title on phones. */
  isName?: boolean;
  /** Buttons: no label of its own on phones. */
  isActions?: boolean;
  className?: string;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

/**
 * A table, on phones one card for each row. The roles are named because `display` takes them from a table's elements
 * in some browsers.
 */
export function DataTable<Row>({ label, columns, rows, keyOf }: Props<Row>) {
  return (
    <table role="table" aria-label={label} className="block w-full text-sm md:table md:border-separate md:border-spacing-0">
      <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              className={clsx('border-b border-line px-4 py-2.5 text-start text-xs font-medium text-soft', column.isActions && 'md:text-end', column.className)}
            >
              {column.isActions ? <span className="sr-only">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="block space-y-3 md:table-row-group">
        {rows.map((row) => (
          <tr role="row" key={keyOf(row)} className="group relative block rounded-lg border border-line bg-surface p-4 md:static md:table-row md:border-0 md:bg-transparent md:p-0 md:hover:bg-muted">
            {columns.map((column) => (
              <Cell key={column.key} column={column}>
                {column.cell(row)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, children }: { column: Column<Row>; children: ReactNode }) {
  const shared = clsx('align-middle md:table-cell md:border-b md:border-line md:px-4 md:py-3 md:group-last:border-b-0', column.className);
  if (column.isName) {
    return (
      <th role="rowheader" scope="row" className={clsx('block pb-2 text-start font-normal', shared)}>
        {children}
      </th>
    );
  }
  if (column.isActions) {
    return (
      <td role="cell" className={clsx('block pt-3 md:text-end', shared)}>
        {children}
      </td>
    );
  }
  return (
    <td role="cell" className={clsx('grid grid-cols-[7rem_1fr] gap-3 py-1', shared)}>
      <span aria-hidden="true" className="text-soft md:hidden">
        {column.header}
      </span>
      <div className="min-w-0">{children}</div>
    </td>
  );
}
