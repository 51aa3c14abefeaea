/**
 * The tools of the viewer and what mouse and fingers do. The left button and one finger have the chosen tool; the right
 * button zooms, the middle one moves, two fingers do both. The wheel is the viewport's own affair.
 */

import { utilities } from '@cornerstonejs/core';
import {
  AngleTool,
  addTool,
  annotation,
  EllipticalROITool,
  Enums,
  init,
  LengthTool,
  PanTool,
  ProbeTool,
  RectangleROITool,
  StackScrollTool,
  ToolGroupManager,
  type Types,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools';
import type { Words } from '../../../languages/catalogue.ts';
import { describeToolUnit } from '../image/length-unit.ts';

/** What the left button and one finger may do, by our names. */
export const primaryTools = {
  window: WindowLevelTool.toolName,
  scroll: StackScrollTool.toolName,
  pan: PanTool.toolName,
  zoom: ZoomTool.toolName,
  length: LengthTool.toolName,
  angle: AngleTool.toolName,
  ellipse: EllipticalROITool.toolName,
  rectangle: RectangleROITool.toolName,
  probe: ProbeTool.toolName,
} as const;
export type PrimaryTool = keyof typeof primaryTools;

const measuringTools: readonly PrimaryTool[] = ['length', 'angle', 'ellipse', 'rectangle', 'probe'];
const { MouseBindings } = Enums;

export type ViewerTools = {
  readonly group: Types.IToolGroup;
  readonly choose: (tool: PrimaryTool) => void;
  readonly countMeasurements: () => number;
  /** Takes away what was chosen, or drawn, last on one of these images; false where there is nothing such. */
  readonly clearSelected: (imageIds: readonly (string | undefined)[]) => boolean;
  /** Takes every measurement away. */
  readonly clearMeasurements: () => void;
  readonly close: () => void;
};

/** Prepares the tools; `groupId` must be new. */
export function openViewerTools(t: Words, groupId: string, first: PrimaryTool): ViewerTools {
  init();
  for (const tool of toolClasses) addToolOnce(tool);
  const styles = annotation.config.style.getDefaultToolStyles();
  annotation.config.style.setDefaultToolStyles({ ...styles, global: { ...styles.global, ...measurementStyle } });
  const group = ToolGroupManager.createToolGroup(groupId);
  if (group === undefined) throw new Error('The viewer is open already.');
  const configurations = configurationsOf(t);
  for (const name of Object.values(primaryTools)) group.addTool(name, configurations[name] ?? {});
  let chosen: PrimaryTool | undefined;
  const choose = (tool: PrimaryTool) => {
    if (chosen !== undefined) release(group, chosen);
    chosen = tool;
    const fixed = fixedBindings[primaryTools[tool]] ?? [];
    group.setToolActive(primaryTools[tool], { bindings: [{ mouseButton: MouseBindings.Primary }, ...fixed] });
  };
  for (const [name, bindings] of Object.entries(fixedBindings)) group.setToolActive(name, { bindings: [...bindings] });
  for (const tool of measuringTools) group.setToolPassive(primaryTools[tool]);
  choose(first);
  return {
    group,
    choose,
    countMeasurements: () => annotation.state.getAllAnnotations().length,
    clearSelected: (imageIds) => {
      const isOn = (uid: string) => imageIds.includes(annotation.state.getAnnotation(uid)?.metadata?.referencedImageId);
      const selected = annotation.selection.getAnnotationsSelected().filter(isOn);
      for (const uid of selected) annotation.state.removeAnnotation(uid);
      return selected.length > 0;
    },
    clearMeasurements: () => annotation.state.removeAllAnnotations(),
    close: () => {
      annotation.state.removeAllAnnotations();
      ToolGroupManager.destroyToolGroup(groupId);
    },
  };
}

const toolClasses = [
  WindowLevelTool,
  StackScrollTool,
  PanTool,
  ZoomTool,
  LengthTool,
  AngleTool,
  EllipticalROITool,
  RectangleROITool,
  ProbeTool,
];

/** What a tool does beside being chosen. */
const fixedBindings: Readonly<Record<string, readonly Types.IToolBinding[]>> = {
  [ZoomTool.toolName]: [{ mouseButton: MouseBindings.Secondary }, { numTouchPoints: 2 }],
  [PanTool.toolName]: [{ mouseButton: MouseBindings.Auxiliary }],
};

const measurementStyle = {
  color: 'rgb(255, 214, 92)',
  colorHighlighted: 'rgb(255, 240, 180)',
  colorSelected: 'rgb(120, 226, 240)',
  textBoxColor: 'rgb(255, 214, 92)',
  textBoxColorHighlighted: 'rgb(255, 240, 180)',
  textBoxColorSelected: 'rgb(120, 226, 240)',
  textBoxFontFamily: "'Inter Variable', system-ui, sans-serif",
  textBoxFontSize: '13px',
  textBoxBackground: 'rgba(0, 0, 0, 0.6)',
  lineWidth: '1.5',
};

type Stats = Readonly<Record<string, unknown>> | undefined;

const text = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? utilities.roundNumber(value) : undefined;
const unitOf = (t: Words, unit: unknown) => (typeof unit === 'string' ? describeToolUnit(t, unit) : '');

function lengthLines(t: Words, stats: Stats): readonly string[] {
  const length = text(stats?.length);
  return length === undefined ? [] : [`${length} ${unitOf(t, stats?.unit)}`];
}

function areaLines(t: Words, stats: Stats): readonly string[] {
  const values = typeof stats?.modalityUnit === 'string' && stats.modalityUnit !== '' ? ` ${stats.modalityUnit}` : '';
  const line = (name: string, value: unknown, unit: string) =>
    text(value) === undefined ? [] : [`${name} ${text(value)}${unit}`];
  return [
    ...line(t('viewer.area'), stats?.area, ` ${unitOf(t, stats?.areaUnit)}`),
    ...line(t('viewer.mean'), stats?.mean, values),
    ...line('SD', stats?.stdDev, values),
    ...line('Min', stats?.min, values),
    ...line('Max', stats?.max, values),
  ];
}

/** Cornerstone hands over the annotation's data and the image for which its statistics are wanted. */
const linesBy =
  (t: Words, lines: (t: Words, stats: Stats) => readonly string[]) =>
  (data: { readonly cachedStats: Readonly<Record<string, Stats>> }, targetId: string) => [
    ...lines(t, data.cachedStats[targetId]),
  ];

const configurationsOf = (t: Words): Readonly<Record<string, object>> => ({
  [LengthTool.toolName]: { getTextLines: linesBy(t, lengthLines) },
  [EllipticalROITool.toolName]: { getTextLines: linesBy(t, areaLines) },
  [RectangleROITool.toolName]: { getTextLines: linesBy(t, areaLines) },
});

function release(group: Types.IToolGroup, tool: PrimaryTool): void {
  const name = primaryTools[tool];
  const fixed = fixedBindings[name];
  if (measuringTools.includes(tool)) group.setToolPassive(name, { removeAllBindings: true });
  else if (fixed === undefined) group.setToolDisabled(name);
  else group.setToolActive(name, { bindings: [...fixed] });
}

/** Cornerstone keeps its list of tools for the whole page and refuses to hear of one twice. */
function addToolOnce(tool: (typeof toolClasses)[number]): void {
  try {
    addTool(tool);
  } catch {
    // It is on the list already, from a viewer that was opened before.
  }
}
