/** What stands over a picture: patient, study, side, orientation, scale, window, position, and what one must know of it. */

import { useWords } from '../../../languages/language-provider.tsx';
import type { ViewportState } from '../engine/viewport-state.ts';
import { cineLabel } from '../image/frame-label.ts';
import { describeScale } from '../image/length-unit.ts';
import { fitScaleBar } from '../image/scale-bar.ts';
import classes from './viewport.module.css';

export type ViewportOverlayProps = {
  readonly state: ViewportState;
  readonly widthPx: number;
  /** Instances of the series that cannot be shown. */
  readonly unreadable: number;
};

export function ViewportOverlay({ state, widthPx, unreadable }: ViewportOverlayProps) {
  const t = useWords();
  const { shown, window, letters } = state;
  if (shown === undefined) return null;
  const { overlay } = shown;
  return (
    <div className={classes.overlay}>
      <div className={classes.topLeft}>
        {overlay.patient.map((line, index) => (
          <div key={line} className={index === 0 ? classes.strong : undefined}>
            {line}
          </div>
        ))}
        {overlay.side !== undefined && <div className={classes.side}>{overlay.side}</div>}
      </div>
      <div className={classes.topRight}>
        {overlay.study.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
      <div className={classes.bottomLeft}>
        {unreadable > 0 && <div className={classes.mark}>{t('viewer.cannotBeShown', { count: unreadable })}</div>}
        {shown.lossy !== undefined && <div className={classes.mark}>{shown.lossy}</div>}
        {state.isRendered && <div className={classes.mark}>{t('viewer.renderedByNode')}</div>}
        {overlay.slice.map((line) => (
          <div key={line}>{line}</div>
        ))}
        <div className={classes.strong}>{cineLabel(t, state)}</div>
      </div>
      <div className={classes.bottomRight}>
        {state.isDrawn && state.invert !== shown.display.inverse && <div>{t('viewer.inverted')}</div>}
        {window !== undefined && (
          <div>
            C {round(window.center)} W {round(window.width)}
          </div>
        )}
        {state.magnification !== undefined && <div>{Math.round(state.magnification * 100)} %</div>}
      </div>
      {letters !== undefined && (
        <>
          <div className={classes.letterTop}>{letters.top}</div>
          <div className={classes.letterLeft}>{letters.left}</div>
          <div className={classes.letterRight}>{letters.right}</div>
          <div className={classes.letterBottom}>{letters.bottom}</div>
        </>
      )}
      <ScaleBar state={state} widthPx={widthPx} />
    </div>
  );
}

function ScaleBar({ state, widthPx }: { readonly state: ViewportState; readonly widthPx: number }) {
  const t = useWords();
  const { pxPerMillimetre, shown } = state;
  const bar = pxPerMillimetre === undefined ? undefined : fitScaleBar(pxPerMillimetre, Math.min(160, widthPx * 0.3));
  // Nothing at all would look like a bar that was forgotten.
  if (pxPerMillimetre === undefined && state.isDrawn) return <div className={classes.scale}>{t('viewer.noScale')}</div>;
  if (bar === undefined || shown === undefined) return null;
  return (
    <div className={classes.scale}>
      <div className={classes.scaleBar} style={{ width: bar.lengthPx }} />
      {describeScale(t, bar.millimetres, shown.geometry.spacing.kind)}
    </div>
  );
}

function round(value: number): number {
  return Math.abs(value) < 10 ? Number(value.toFixed(1)) : Math.round(value);
}
