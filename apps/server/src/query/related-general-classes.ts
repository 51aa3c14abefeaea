/**
 * Related General SOP Classes, PS3.4 §B.3.1.4: the classes whose objects a Storage SOP Class is a special case of.
 *
 * Related General SOP Class UID (0008,001A) of queries is worked out from these; what objects say of it themselves is not
 * asked.
 */

const digitalXRayForPresentation = '1.2.840.10008.5.1.4.1.1.1.1';
const digitalXRayForProcessing = '1.2.840.10008.5.1.4.1.1.1.1.1';
const generalEcg = '1.2.840.10008.5.1.4.1.1.9.1.2';
const enhancedSr = '1.2.840.10008.5.1.4.1.1.88.22';
const comprehensiveSr = '1.2.840.10008.5.1.4.1.1.88.33';

/** By SOP Class UID. */
const relatedGeneral: ReadonlyMap<string, readonly string[]> = new Map([
  ['1.2.840.10008.5.1.4.1.1.1.2', [digitalXRayForPresentation]], // Digital Mammography, for presentation
  ['1.2.840.10008.5.1.4.1.1.1.2.1', [digitalXRayForProcessing]], // and for processing
  ['1.2.840.10008.5.1.4.1.1.1.3', [digitalXRayForPresentation]], // Digital Intra-Oral X-Ray, for presentation
  ['1.2.840.10008.5.1.4.1.1.1.3.1', [digitalXRayForProcessing]], // and for processing
  ['1.2.840.10008.5.1.4.1.1.9.1.1', [generalEcg]], // 12-lead ECG
  ['1.2.840.10008.5.1.4.1.1.78.6', [enhancedSr]], // Spectacle Prescription Report
  ['1.2.840.10008.5.1.4.1.1.79.1', [enhancedSr]], // Macular Grid Thickness and Volume Report
  ['1.2.840.10008.5.1.4.1.1.88.11', [enhancedSr, comprehensiveSr]], // Basic Text SR
  ['1.2.840.10008.5.1.4.1.1.88.22', [comprehensiveSr]], // Enhanced SR
  ['1.2.840.10008.5.1.4.1.1.88.40', [enhancedSr, comprehensiveSr]], // Procedure Log
  ['1.2.840.10008.5.1.4.1.1.88.67', [enhancedSr, comprehensiveSr]], // X-Ray Radiation Dose SR
]);

export function relatedGeneralClasses(sopClassUid: string): readonly string[] {
  return relatedGeneral.get(sopClassUid) ?? [];
}

/** Returns the classes that one of some is the general class of; all that have one where none is named. */
export function classesRelatedTo(general?: readonly string[]): readonly string[] {
  return [...relatedGeneral]
    .filter(([, classes]) => general === undefined || classes.some((one) => general.includes(one)))
    .map(([sopClassUid]) => sopClassUid);
}
