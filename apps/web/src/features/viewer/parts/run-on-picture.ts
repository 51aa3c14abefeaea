/** Does to the active picture what a key or a button asks for. */

import type { ViewportController } from '../engine/viewport-controller.ts';
import type { ViewportState } from '../engine/viewport-state.ts';
import type { ViewerCommand } from '../shortcuts.ts';

/** Commands about anything else than a picture do nothing here, and without one there is only scrolling on. */
export function runOnPicture(controller: ViewportController, state: ViewportState, command: ViewerCommand): void {
  if (command.kind === 'step') controller.step(command.delta);
  else if (command.kind === 'edge') void controller.goTo(command.edge === 'first' ? 0 : state.count - 1);
  else if (state.isDrawn) changePicture(controller, state, command);
}

function changePicture(controller: ViewportController, state: ViewportState, command: ViewerCommand): void {
  switch (command.kind) {
    case 'zoom':
      controller.zoomBy(command.factor);
      break;
    case 'pan':
      controller.panBy(command.x, command.y);
      break;
    case 'preset': {
      const preset = state.shown?.presets[command.place];
      if (preset !== undefined && state.window !== undefined) controller.setWindow(preset.window, preset.function);
      break;
    }
    case 'auto-window':
      controller.setAutomaticWindow();
      break;
    case 'rotate':
      controller.rotate();
      break;
    case 'flip-horizontal':
      controller.flip('horizontal');
      break;
    case 'flip-vertical':
      controller.flip('vertical');
      break;
    case 'invert':
      if (state.window !== undefined) controller.invert();
      break;
    case 'reset':
      controller.reset();
      break;
    default:
  }
}
