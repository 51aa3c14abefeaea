/** Parts of pictures in another size, for networks that want one. Bilinear, edges repeated. */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { Box, Tilt } from './box.ts';

/** Returns the part of a picture that a box spans, in a new size. */
export function resample(image: RenderedImage, part: Box, width: number, height: number): RenderedImage {
  const { channels, samples } = image;
  const across = weightsOf(part.x, part.width, width, image.width);
  const down = weightsOf(part.y, part.height, height, image.height);
  const resized = new Uint8Array(width * height * channels);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const upper = (down.low[row] ?? 0) * image.width;
    const lower = (down.high[row] ?? 0) * image.width;
    const weight = down.weight[row] ?? 0;
    for (let column = 0; column < width; column++) {
      const left = across.low[column] ?? 0;
      const right = across.high[column] ?? 0;
      const share = across.weight[column] ?? 0;
      for (let channel = 0; channel < channels; channel++) {
        const a = samples[(upper + left) * channels + channel] ?? 0;
        const b = samples[(upper + right) * channels + channel] ?? 0;
        const c = samples[(lower + left) * channels + channel] ?? 0;
        const d = samples[(lower + right) * channels + channel] ?? 0;
        const top = a + (b - a) * share;
        resized[to++] = top + (c + (d - c) * share - top) * weight + 0.5;
      }
    }
  }
  return { width, height, channels, samples: resized };
}

/** Returns a line that lies at an angle as if it lay straight, `height` pixels high. */
export function straighten(image: RenderedImage, tilt: Tilt, height: number): RenderedImage {
  const { channels, samples } = image;
  const width = Math.max(1, Math.round((tilt.length / tilt.height) * height));
  const straight = new Uint8Array(width * height * channels);
  const step = tilt.height / height;
  const [cos, sin] = [Math.cos(tilt.angle) * step, Math.sin(tilt.angle) * step];
  const sample = (x: number, y: number, channel: number) => {
    const column = Math.min(image.width - 1, Math.max(0, x));
    const row = Math.min(image.height - 1, Math.max(0, y));
    return samples[(row * image.width + column) * channels + channel] ?? 0;
  };
  let to = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [along, across] = [column - (width - 1) / 2, row - (height - 1) / 2];
      const x = tilt.middleX + along * cos - across * sin;
      const y = tilt.middleY + along * sin + across * cos;
      const [left, upper] = [Math.floor(x), Math.floor(y)];
      const [share, weight] = [x - left, y - upper];
      for (let channel = 0; channel < channels; channel++) {
        const top = sample(left, upper, channel) * (1 - share) + sample(left + 1, upper, channel) * share;
        const below = sample(left, upper + 1, channel) * (1 - share) + sample(left + 1, upper + 1, channel) * share;
        straight[to++] = top * (1 - weight) + below * weight + 0.5;
      }
    }
  }
  return { width, height, channels, samples: straight };
}

/** Returns a picture whose pixels are the means of blocks of so many each way; what is left at the ends is left out. */
export function shrink({ width, height, channels, samples }: RenderedImage, times: number): RenderedImage {
  const [across, down] = [Math.floor(width / times), Math.floor(height / times)];
  const shrunk = new Uint8Array(across * down * channels);
  for (let to = 0; to < shrunk.length; to++) {
    const channel = to % channels;
    const column = Math.floor(to / channels) % across;
    const row = Math.floor(to / channels / across);
    let sum = 0;
    for (let y = row * times; y < (row + 1) * times; y++)
      for (let x = column * times; x < (column + 1) * times; x++)
        sum += samples[(y * width + x) * channels + channel] ?? 0;
    shrunk[to] = Math.round(sum / times ** 2);
  }
  return { width: across, height: down, channels, samples: shrunk };
}

/** Returns the picture turned by 90°, clockwise or the other way. */
export function turn(image: RenderedImage, clockwise: boolean): RenderedImage {
  const { width, height, channels, samples } = image;
  const turned = new Uint8Array(samples.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = clockwise ? height - 1 - y : y;
      const row = clockwise ? x : width - 1 - x;
      for (let channel = 0; channel < channels; channel++) {
        turned[(row * height + column) * channels + channel] = samples[(y * width + x) * channels + channel] ?? 0;
      }
    }
  }
  return { width: height, height: width, channels, samples: turned };
}

function weightsOf(from: number, length: number, count: number, limit: number) {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const at = from + ((i + 0.5) * length) / count - 0.5;
    const floor = Math.floor(at);
    low[i] = Math.min(Math.max(floor, 0), limit - 1);
    high[i] = Math.min(Math.max(floor + 1, 0), limit - 1);
    weight[i] = at - floor;
  }
  return { low, high, weight };
}
