/** The options of a project in plain words: what stays, and what becomes of pictures. */

import type { DeidPictures, DeidProfile } from '@isocenter/contract/deid-projects';
import { Checkbox, Radio, Stack } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import type { WordKey } from '../../languages/catalogue.ts';
import { useWords } from '../../languages/language-provider.tsx';
import classes from './deid.module.css';
import { type Choice, choices, cleanings } from './deid-words.ts';

export type DeidSettings = {
  readonly profile: DeidProfile;
  readonly pictures: DeidPictures;
  /** YAML; empty where there are none. */
  readonly rules: string;
};

type FormProps = { readonly settings: DeidSettings; readonly onChange: (settings: DeidSettings) => void };

const dateWays = [
  { value: 'none', label: 'deid.removeDates', note: 'deid.removeDatesNote' },
  { value: 'modified', label: 'deid.moveDates', note: 'deid.moveDatesNote' },
  { value: 'full', label: 'deid.keepDates', note: 'deid.keepDatesNote' },
] as const;

const pictureWays = [
  { value: 'clean', label: 'deid.cleanPictures', note: 'deid.cleanPicturesNote' },
  { value: 'hold', label: 'deid.holdPictures', note: 'deid.holdPicturesNote' },
  { value: 'accept', label: 'deid.acceptPictures', note: 'deid.acceptPicturesNote' },
] as const;

export function ProfileForm({ settings, onChange }: FormProps) {
  const t = useWords();
  const { profile, pictures } = settings;
  const setProfile = (changed: DeidProfile) => onChange({ ...settings, profile: changed });
  return (
    <div className={classes.options}>
      <Ways
        label={t('deid.dates')}
        ways={dateWays}
        value={profile.dates ?? 'none'}
        onChoose={(way) => setProfile(withDates(profile, way))}
        besides={(way) =>
          way === 'modified' &&
          profile.dates === 'modified' && (
            <Checkbox
              ms={30}
              label={t('deid.keepWeekday')}
              checked={profile.keepsWeekday === true}
              onChange={(event) => setProfile(withChoice(profile, 'keepsWeekday', event.currentTarget.checked))}
            />
          )
        }
      />
      <Choices label={t('deid.also')} choices={choices} profile={profile} onChange={setProfile} />
      <div className={classes.column}>
        <Ways
          label={t('deid.pictures')}
          ways={pictureWays}
          value={pictures}
          onChoose={(way) => onChange({ ...settings, pictures: way })}
        />
        <Choices label={t('deid.cleanedTexts')} choices={cleanings} profile={profile} onChange={setProfile} />
      </div>
    </div>
  );
}

type ChoicesProps = {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly profile: DeidProfile;
  readonly onChange: (profile: DeidProfile) => void;
};

function Choices({ label, choices: offered, profile, onChange }: ChoicesProps) {
  const t = useWords();
  return (
    <Checkbox.Group
      label={label}
      value={offered.flatMap(({ option }) => (profile[option] === true ? [option] : []))}
      onChange={(chosen) => {
        onChange(offered.reduce((before, { option }) => withChoice(before, option, chosen.includes(option)), profile));
      }}
    >
      <Stack gap="sm" mt="xs">
        {offered.map((choice) => (
          <Checkbox key={choice.option} value={choice.option} label={t(choice.label)} description={t(choice.note)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

type WaysProps<Value extends string> = {
  readonly label: string;
  readonly ways: readonly { readonly value: Value; readonly label: WordKey; readonly note: WordKey }[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
  /** What there is to choose below a way. */
  readonly besides?: (value: Value) => ReactNode;
};

function Ways<Value extends string>({ label, ways, value, onChoose, besides }: WaysProps<Value>) {
  const t = useWords();
  const choose = (chosen: string) => {
    const way = ways.find((one) => one.value === chosen);
    if (way !== undefined) onChoose(way.value);
  };
  return (
    <Radio.Group label={label} value={value} onChange={choose}>
      <Stack gap="sm" mt="xs">
        {ways.map((way) => (
          <Fragment key={way.value}>
            <Radio value={way.value} label={t(way.label)} description={t(way.note)} />
            {besides?.(way.value)}
          </Fragment>
        ))}
      </Stack>
    </Radio.Group>
  );
}

type DateWay = (typeof dateWays)[number]['value'];

function withDates({ dates: _, keepsWeekday, ...profile }: DeidProfile, way: DateWay): DeidProfile {
  if (way === 'none') return profile;
  return { ...profile, dates: way, ...(way === 'modified' && keepsWeekday === true && { keepsWeekday }) };
}

/** Without what is not chosen, so that equal choices are equal. */
function withChoice(profile: DeidProfile, option: Exclude<keyof DeidProfile, 'dates'>, isChosen: boolean): DeidProfile {
  const { [option]: _, ...rest } = profile;
  return isChosen ? { ...rest, [option]: true } : rest;
}
