/** The tools of the viewer, in reach of mouse and thumb: one row that scrolls where there is no room. */

import { ActionIcon, Button, Divider, Menu, Tooltip } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconAngle,
  IconArrowsMove,
  IconArrowsVertical,
  IconCircle,
  IconContrast,
  IconContrast2,
  IconFlipHorizontal,
  IconFlipVertical,
  IconKeyboard,
  IconLayoutGrid,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPointer,
  IconRefresh,
  IconRotateClockwise,
  IconRuler2,
  IconSquare,
  IconTrash,
  IconZoomIn,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { WordKey } from '../../../languages/catalogue.ts';
import { useWords } from '../../../languages/language-provider.tsx';
import { IconMenu } from '../../../ui/icon-menu.tsx';
import type { PrimaryTool } from '../engine/viewer-tools.ts';
import type { ViewportState } from '../engine/viewport-state.ts';
import { type Layout, layouts } from '../layout.ts';
import { shownKey, type ViewerCommand } from '../shortcuts.ts';
import classes from './viewer.module.css';

export type ToolbarProps = {
  readonly state: ViewportState;
  readonly tool: PrimaryTool;
  readonly layout: Layout;
  readonly cine: { readonly playing: boolean; readonly rate: number };
  readonly onCommand: (command: ViewerCommand) => void;
  readonly onLayout: (layout: Layout) => void;
  readonly onRate: (rate: number) => void;
  readonly start?: ReactNode;
};

const tools: readonly { readonly tool: PrimaryTool; readonly label: WordKey; readonly icon: TablerIcon }[] = [
  { tool: 'window', label: 'viewer.window', icon: IconContrast },
  { tool: 'scroll', label: 'viewer.scroll', icon: IconArrowsVertical },
  { tool: 'zoom', label: 'viewer.zoom', icon: IconZoomIn },
  { tool: 'pan', label: 'viewer.pan', icon: IconArrowsMove },
];

const measures: typeof tools = [
  { tool: 'length', label: 'viewer.length', icon: IconRuler2 },
  { tool: 'angle', label: 'viewer.angle', icon: IconAngle },
  { tool: 'ellipse', label: 'viewer.ellipse', icon: IconCircle },
  { tool: 'rectangle', label: 'viewer.rectangle', icon: IconSquare },
  { tool: 'probe', label: 'viewer.probe', icon: IconPointer },
];

const rates = [1, 2, 5, 8, 10, 12, 15, 20, 24, 30, 45, 60];

export function Toolbar({ state, tool, layout, cine, onCommand, onLayout, onRate, start }: ToolbarProps) {
  const t = useWords();
  const hasPicture = state.isDrawn;
  const isColour = hasPicture && state.window === undefined;
  const reason = hasPicture ? undefined : t('viewer.noPicture');
  const windowReason = reason ?? (isColour ? t('viewer.colourNoWindow') : undefined);
  const cineReason =
    state.shown === undefined ? t('viewer.noPicture') : state.count < 2 ? t('viewer.oneImage') : undefined;
  const toolButton = ({ tool: name, label, icon }: (typeof tools)[number]) => (
    <ToolButton
      key={name}
      label={t(label)}
      icon={icon}
      isChosen={tool === name}
      command={{ kind: 'tool', tool: name }}
      onCommand={onCommand}
    />
  );
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('viewer.viewer')}>
      {start}
      {tools.map(toolButton)}
      <PresetMenu state={state} reason={windowReason} onCommand={onCommand} />
      <Divider orientation="vertical" className={classes.divider} />
      {measures.map(toolButton)}
      <ToolButton
        label={t('viewer.removeMeasurements')}
        icon={IconTrash}
        command={{ kind: 'clear' }}
        onCommand={onCommand}
      />
      <Divider orientation="vertical" className={classes.divider} />
      <ToolButton
        label={t('viewer.rotate')}
        icon={IconRotateClockwise}
        command={{ kind: 'rotate' }}
        reason={reason}
        onCommand={onCommand}
      />
      <ToolButton
        label={t('viewer.mirrorSides')}
        icon={IconFlipVertical}
        command={{ kind: 'flip-horizontal' }}
        reason={reason}
        onCommand={onCommand}
      />
      <ToolButton
        label={t('viewer.mirrorEnds')}
        icon={IconFlipHorizontal}
        command={{ kind: 'flip-vertical' }}
        reason={reason}
        onCommand={onCommand}
      />
      <ToolButton
        label={t('viewer.invert')}
        icon={IconContrast2}
        command={{ kind: 'invert' }}
        reason={windowReason}
        onCommand={onCommand}
      />
      <ToolButton
        label={t('viewer.reset')}
        icon={IconRefresh}
        command={{ kind: 'reset' }}
        reason={reason}
        onCommand={onCommand}
      />
      <Divider orientation="vertical" className={classes.divider} />
      <ToolButton
        label={cine.playing ? t('viewer.stop') : t('viewer.play')}
        icon={cine.playing ? IconPlayerPauseFilled : IconPlayerPlayFilled}
        command={{ kind: 'play' }}
        reason={cineReason}
        onCommand={onCommand}
      />
      <Menu position="bottom">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.rate}
            disabled={cineReason !== undefined}
          >
            {t('viewer.fps', { rate: cine.rate })}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          <Menu.RadioGroup value={String(cine.rate)} onChange={(rate) => onRate(Number(rate))}>
            {[...new Set([...rates, cine.rate])]
              .sort((a, b) => a - b)
              .map((rate) => (
                <Menu.RadioItem key={rate} value={String(rate)} closeMenuOnClick>
                  {t('viewer.perSecond', { rate })}
                </Menu.RadioItem>
              ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
      <Divider orientation="vertical" className={classes.divider} />
      <LayoutMenu layout={layout} onLayout={onLayout} />
      <ToolButton
        label={t('viewer.keysAndGestures')}
        icon={IconKeyboard}
        command={{ kind: 'help' }}
        onCommand={onCommand}
      />
    </div>
  );
}

type ToolButtonProps = {
  readonly label: string;
  readonly icon: TablerIcon;
  readonly command: ViewerCommand;
  readonly isChosen?: boolean;
  /** Why it cannot be pressed now. */
  readonly reason?: string | undefined;
  readonly onCommand: (command: ViewerCommand) => void;
};

function ToolButton({ label, icon: Icon, command, isChosen, reason, onCommand }: ToolButtonProps) {
  const key = shownKey(command);
  return (
    <Tooltip label={reason ?? (key === undefined ? label : `${label} (${key})`)}>
      <ActionIcon
        variant={isChosen === true ? 'light' : 'subtle'}
        color={isChosen === true ? 'iso' : 'gray'}
        className={classes.tool}
        aria-label={label}
        aria-disabled={reason !== undefined}
        {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
        onClick={reason === undefined ? () => onCommand(command) : undefined}
      >
        <Icon size={20} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

type PresetMenuProps = Pick<ToolbarProps, 'state' | 'onCommand'> & { readonly reason: string | undefined };

function PresetMenu({ state, reason, onCommand }: PresetMenuProps) {
  const t = useWords();
  const presets = state.shown?.presets ?? [];
  return (
    <IconMenu
      position="bottom-start"
      width={260}
      label={t('viewer.presets')}
      icon={<IconAdjustmentsHorizontal size={20} stroke={1.6} />}
      className={classes.tool}
      disabledReason={reason}
    >
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {presets.map(({ name, window }, place) => (
          <Menu.Item
            // biome-ignore lint/suspicious/noArrayIndexKey: headers may offer the same window twice under one name
            key={`${name} ${place}`}
            rightSection={<span className={classes.preset}>{`C ${window.center} W ${window.width}`}</span>}
            onClick={() => onCommand({ kind: 'preset', place })}
          >
            {place < 9 && <span className={classes.presetKey}>{place + 1}</span>}
            <bdi>{name}</bdi>
          </Menu.Item>
        ))}
        {presets.length > 0 && <Menu.Divider />}
        <Menu.Item onClick={() => onCommand({ kind: 'auto-window' })}>
          <span className={classes.presetKey}>0</span>
          {t('viewer.automatic')}
        </Menu.Item>
      </Menu.Dropdown>
    </IconMenu>
  );
}

function LayoutMenu({ layout, onLayout }: Pick<ToolbarProps, 'layout' | 'onLayout'>) {
  const t = useWords();
  const names = Object.keys(layouts) as Layout[]; // The keys of a constant object.
  return (
    <IconMenu
      position="bottom-end"
      label={t('viewer.layout')}
      icon={<IconLayoutGrid size={20} stroke={1.6} />}
      className={classes.tool}
    >
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={layout}
          onChange={(chosen) => onLayout(names.find((name) => name === chosen) ?? layout)}
        >
          {names.map((name) => (
            <Menu.RadioItem key={name} value={name} closeMenuOnClick>
              {t(layouts[name].label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </IconMenu>
  );
}
