/** The modality of a study or series as a small quiet label; several modalities stand side by side. */

import classes from './modality-badge.module.css';

export function ModalityBadge({ modality }: { readonly modality: string }) {
  return <span className={classes.badge}>{modality}</span>;
}

export function ModalityBadges({
  modalities,
  limit = 3,
}: {
  readonly modalities: readonly string[];
  readonly limit?: number;
}) {
  const shown = modalities.slice(0, limit);
  const rest = modalities.length - shown.length;
  return (
    <span className={classes.row}>
      {shown.map((modality) => (
        <ModalityBadge key={modality} modality={modality} />
      ))}
      {rest > 0 && (
        <span dir="ltr" title={modalities.slice(limit).join(', ')}>
          +{rest}
        </span>
      )}
    </span>
  );
}
