/** The list of studies on a phone: a card each, three lines, the whole of it to tap. */

import { Skeleton } from '@mantine/core';
import { useWords } from '../../languages/language-provider.tsx';
import { ModalityBadges } from '../../ui/modality-badge.tsx';
import { nameOf } from './patient-name.ts';
import classes from './study-table.module.css';
import { RowLink, type StudyListProps } from './study-table.tsx';

export function StudyCards({ rows, virtual, current, onCurrent }: StudyListProps) {
  const t = useWords();
  return (
    <ul className={classes.body} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const study = rows.rowAt(item.index);
        const style = { height: item.size, transform: `translateY(${item.start}px)` };
        if (study === undefined) {
          return (
            <li key={item.key} className={classes.card} style={style}>
              <Skeleton height={12} width="55%" />
              <span />
              <Skeleton height={10} width="80%" mt={8} />
            </li>
          );
        }
        const about = [study.patientId, study.patientBirthDate, study.patientSex].filter((part) => part !== undefined);
        return (
          <li key={item.key} className={classes.card} style={style} data-fresh={rows.fresh.has(study.id) || undefined}>
            <RowLink study={study} index={item.index} isCurrent={item.index === current} onCurrent={onCurrent}>
              <span className={study.patientName.display === '' ? classes.dim : classes.name}>
                <bdi>{nameOf(t, study)}</bdi>
              </span>
            </RowLink>
            <span className={classes.cardSide}>{study.studyDate}</span>
            <span className={classes.cardLine}>
              <bdi>{about.join(' · ')}</bdi>
            </span>
            <span className={classes.cardSide}>{t('studies.images', { count: study.instanceCount })}</span>
            <span className={classes.cardLine}>
              <bdi>{study.description ?? t('studies.noDescription')}</bdi>
            </span>
            <span className={classes.cardSide}>
              <ModalityBadges modalities={study.modalities} limit={2} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
