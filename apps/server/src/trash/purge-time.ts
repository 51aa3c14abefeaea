/** When what goes into the trash now leaves it for good. */

const dayMs = 24 * 60 * 60 * 1_000;

export function purgeAfterOf(deletedAt: Date, trashDays: number): Date {
  return new Date(deletedAt.getTime() + trashDays * dayMs);
}
