/** The series of a study with a thumbnail each: click to show in the active pane, drag to show in another. */

import { paths } from '@isocenter/contract/paths';
import type { SeriesDetail } from '@isocenter/contract/study-detail';
import { UnstyledButton } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import type { Words } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import { ModalityBadge } from '../../ui/modality-badge.tsx';
import { writeDraggedSeries } from '../viewer/parts/series-drag.ts';
import classes from './study.module.css';

export type SeriesListProps = {
  readonly studyInstanceUid: string;
  readonly series: readonly SeriesDetail[];
  /** Series that are on the screen; the first is that of the active pane. */
  readonly shown: readonly string[];
  readonly onChoose: (seriesInstanceUid: string) => void;
  /** False for who may not be given any. */
  readonly withPictures: boolean;
};

export function SeriesList({ studyInstanceUid, series, shown, onChoose, withPictures }: SeriesListProps) {
  const t = useWords();
  return (
    <ul className={classes.seriesList} aria-label={t('study.series')}>
      {series.map((one) => (
        <li key={one.id}>
          <UnstyledButton
            className={classes.series}
            data-active={shown[0] === one.seriesInstanceUid || undefined}
            data-shown={shown.includes(one.seriesInstanceUid) || undefined}
            aria-current={shown[0] === one.seriesInstanceUid}
            draggable
            onDragStart={(event) => writeDraggedSeries(event.dataTransfer, one.seriesInstanceUid)}
            onClick={() => onChoose(one.seriesInstanceUid)}
          >
            <Thumbnail studyInstanceUid={studyInstanceUid} series={one} isShown={withPictures} />
            <span className={classes.seriesText}>
              <span className={classes.seriesTitle}>
                <bdi>{one.description ?? one.bodyPart ?? t('studies.noDescription')}</bdi>
              </span>
              <span className={classes.seriesMeta}>
                {one.modality !== undefined && <ModalityBadge modality={one.modality} />}
                <span>
                  {one.number === undefined ? '' : `${one.number} · `}
                  {describeCount(t, one)}
                </span>
              </span>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

type ThumbnailProps = {
  readonly studyInstanceUid: string;
  readonly series: SeriesDetail;
  readonly isShown: boolean;
};

function Thumbnail({ studyInstanceUid, series, isShown }: ThumbnailProps) {
  const [failed, setFailed] = useState(false);
  const isRenderable = series.instances.some((instance) => instance.renderable);
  if (!isShown || !isRenderable || failed) {
    return (
      <span className={classes.thumbnail}>
        <IconFileText size={24} stroke={1.3} aria-hidden />
      </span>
    );
  }
  return (
    <span className={classes.thumbnail}>
      <img
        src={paths.dicomWeb.seriesThumbnail(studyInstanceUid, series.seriesInstanceUid)}
        alt=""
        loading="lazy"
        draggable={false}
        onError={() => setFailed(true)}
      />
    </span>
  );
}

function describeCount(t: Words, { instances, instanceCount }: SeriesDetail): string {
  const frames = instances.reduce((sum, one) => sum + (one.rows === undefined ? 0 : (one.frames ?? 1)), 0);
  if (frames === 0) return t('study.oneObject', { count: instanceCount });
  const images = instances.filter((one) => one.rows !== undefined).length;
  if (frames > images) return t('study.frames', { count: frames });
  return t('study.images', { count: images });
}
