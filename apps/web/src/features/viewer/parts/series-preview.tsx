/**
 * A rendered picture in the pane's place until the viewer draws: the first thing to be seen, a few kilobytes. It says whom
 * it shows as every other picture does, and it is as small as a thumbnail: without sides and scale it must not pass for a
 * picture to be read.
 */

import { paths } from '@isocenter/contract/paths';
import type { StudySummary } from '@isocenter/contract/studies';
import type { SeriesDetail } from '@isocenter/contract/study-detail';
import { useState } from 'react';
import { useWords } from '../../../languages/language-provider.tsx';
import classes from './viewport.module.css';

export type SeriesPreviewProps = { readonly study: StudySummary; readonly series: SeriesDetail };

export function SeriesPreview({ study, series }: SeriesPreviewProps) {
  const t = useWords();
  const [failed, setFailed] = useState(false);
  const first = series.instances.find((instance) => instance.renderable);
  if (first === undefined || failed) return null;
  const url = paths.dicomWeb.instanceRendered(study.studyInstanceUid, series.seriesInstanceUid, first.sopInstanceUid);
  const birth = [study.patientBirthDate, study.patientSex].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      <div className={classes.preview}>
        <img src={url} alt="" onError={() => setFailed(true)} />
      </div>
      <div className={classes.overlay}>
        <div className={classes.topLeft}>
          <div className={classes.strong}>{study.patientName.display || t('viewer.noName')}</div>
          <div>{study.patientId}</div>
          <div>{birth}</div>
        </div>
        <div className={classes.topRight}>
          <div>{study.studyDate}</div>
          <div>{study.description}</div>
          <div>{series.description}</div>
        </div>
        <div className={classes.bottomLeft}>
          {first.lossy && <div className={classes.mark}>{t('viewer.lossy')}</div>}
          <div>{t('viewer.preview')}</div>
        </div>
      </div>
    </>
  );
}
