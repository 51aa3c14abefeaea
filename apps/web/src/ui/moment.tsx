/** A point in time: the day and the minute in the way of the reader's country, to the second on hover. */

export function Moment({ at }: { readonly at: string | undefined }) {
  if (at === undefined) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>never</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString()} style={{ whiteSpace: 'nowrap' }}>
      {date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}
