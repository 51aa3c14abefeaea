/**
 * Pictures of the instances of a study or series as parts of one answer, PS3.18 §10.4.1.1.3: one of each instance that has
 * an image, made one after the other as they are received.
 *
 * An image that cannot be shown is left out and logged; Content-Location says which instance each part shows.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { getNumber } from '@isocenter/dicom/values';
import type { RenderingParameters } from '../rendering/parameters.ts';
import type { PictureFormat } from '../rendering/picture.ts';
import type { StoredImage } from '../rendering/stored-image.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { openImage } from '../retrieval/stored-data-set.ts';
import type { RenderedMediaType } from './accept.ts';
import type { DicomwebDeps } from './dependencies.ts';
import type { OutgoingPart } from './multipart-writer.ts';
import type { ResourceUrls } from './resource-urls.ts';
import { isUnshowable } from './unshowable.ts';

export const pictureFormats: { readonly [type in RenderedMediaType]: PictureFormat } = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/gif': 'gif',
};

export type StudyPictures = {
  readonly mediaType: RenderedMediaType;
  readonly parameters: RenderingParameters;
  readonly urls: ResourceUrls;
};

export async function* studyPictures(
  deps: DicomwebDeps,
  instances: readonly StoredInstance[],
  { mediaType, parameters, urls }: StudyPictures,
): AsyncGenerator<OutgoingPart, void> {
  for (const instance of instances) {
    const bytes = await renderInstance(deps, instance, { mediaType, parameters }).catch((error: unknown) => {
      if (!isUnshowable(error)) throw error;
      const { studyId, transferSyntaxUid } = instance;
      deps.logger.warn({ code: error.code, studyId, transferSyntaxUid }, 'an image was left out of a rendered study');
      return undefined;
    });
    if (bytes === undefined) continue;
    const location = `${urls.instance(instance)}/rendered`;
    yield { contentType: mediaType, location, lengthBytes: bytes.length, chunks: () => [bytes] };
  }
}

/** Representative Frame Number (0028,6010), or the one in the middle: the first of a loop or a volume shows little. */
export function representativeFrame({ image, table }: StoredImage): number {
  const declared = getNumber(image.header, tagOf('RepresentativeFrameNumber'));
  if (declared !== undefined && declared >= 1 && declared <= table.numberOfFrames) return declared;
  return Math.ceil(table.numberOfFrames / 2);
}

async function renderInstance(
  { archive, renderer }: DicomwebDeps,
  instance: StoredInstance,
  { mediaType, parameters }: Pick<StudyPictures, 'mediaType' | 'parameters'>,
): Promise<Uint8Array | undefined> {
  const image = await openImage(archive, instance);
  if (image === undefined) return undefined;
  const format = pictureFormats[mediaType];
  const frame = representativeFrame(image);
  return (await renderer.renderFrame(image, { ...parameters, frame, format })).bytes;
}
