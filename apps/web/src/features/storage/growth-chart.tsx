/** How much came on each of the last 30 days, as bars; what each bar says stands in its title, and the mean beside it. */

import type { StorageReport } from '@isocenter/contract/storage';
import { Stack, Text } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { useFormats } from '../../languages/use-formats.ts';
import classes from './growth-chart.module.css';

const days = 30;
const dayMs = 24 * 60 * 60 * 1_000;

export function GrowthChart({ growth }: { readonly growth: StorageReport['growth'] }) {
  const t = useWords();
  const formats = useFormats();
  const bars = barsOf(growth, new Date());
  const highest = Math.max(1, ...bars.map((bar) => bar.lengthBytes));
  const mean = bars.reduce((sum, bar) => sum + bar.lengthBytes, 0) / days;
  return (
    <Stack gap={6}>
      <Text component="h2" fz="sm" fw={600} m={0}>
        {t('storage.arrivals', { days })}
      </Text>
      <div
        className={classes.chart}
        role="img"
        aria-label={t('storage.average', { mean: formats.fileSize(Math.round(mean)) })}
      >
        {bars.map(({ day, lengthBytes }) => (
          <div
            key={day}
            className={classes.bar}
            style={{ height: `${(lengthBytes / highest) * 100}%` }}
            title={`${formats.day(day)}: ${formats.fileSize(lengthBytes)}`}
          />
        ))}
      </div>
      <Text fz="xs" c="dimmed">
        {t('storage.averageMost', {
          mean: formats.fileSize(Math.round(mean)),
          most: formats.fileSize(highest === 1 ? 0 : highest),
        })}
      </Text>
    </Stack>
  );
}

/** One bar a day, oldest first; days are those of UTC, as the node counts them. */
function barsOf(growth: StorageReport['growth'], now: Date) {
  const byDay = new Map(growth.map(({ day, lengthBytes }) => [day, lengthBytes]));
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(now.getTime() - (days - 1 - index) * dayMs).toISOString().slice(0, 10);
    return { day, lengthBytes: byDay.get(day) ?? 0 };
  });
}
