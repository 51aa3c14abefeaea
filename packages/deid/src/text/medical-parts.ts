/**
 * Words of medicine that no dictionary lists but that are made of parts that all of them share, such as
 * `cardiomediastinal` or `choledochojejunostomy`. Few names are; those that are stand in the lists of names.
 */

const fronts =
  'abdomino acetabulo acro adeno adreno aero angio ante anterior antero anti aorto appendic arterio arthro athero atrio audio auto axillo basi bi bili brachio broncho bronchi calcaneo capsulo carcino cardio carpo cephal cerebello cerebro cervico chole cholangio choledocho chondro claviculo colo colono colpo condylo contra coraco coronary cortico costo cranio cysto dacryo de dento dermo dextro di digito dorso duodeno dys ecto electro encephalo endo entero epi esophago ethmo exo extra facio femoro fibro fluoro fore fronto gangli gastro genito gleno glosso granulo hemato hemi hemo hepato hernio hetero histio homo humero hydro hyper hypo hystero ileo ilio immuno infero infra infundibulo inguino inter intra intro ischio iso jejuno kerato kypho labyrintho laparo laryngo latero leio leuko lipo litho lobo lumbo lympho macro mal mammo mandibulo mastoido maxillo mediastino medio mega melano meningo meso meta metacarpo metatarso micro mid mono morpho mucino mucos multi musculo myco myelo myo myxo naso neo nephro neuro non normo oculo odonto oligo omo omphalo oncho oo ophthalmo opto orbito orchi oro oropharyngo osteo oto ovario pachy palato pan pancreatico papillo para parieto patello pelvi peri perineo phalango pharyngo phlebo physio pilo pleuro plano pneumo pneumono poly porto post postero pre pro procto prostato proto proximo pseudo psycho pubo pulmo pyelo pyo quadri radiculo radio re recto reno retro rhabdo rhino sacro salpingo sarco scapho scapulo schwann sclero scolio semi sero sialo sigmoido silico sino somato sphenoido spino spleno spondylo squamo stapedo sterno stomato stylo sub super supero supra sylvio syn syringo talo tarso temporo tendo teno tetra thalamo thermo thoraco thrombo thymo thyro tibio tracheo trans tri tubo tumor tympano ulno ultra umbilico un under uni uretero urethro uro utero uvulo vagino vago valvulo varico vaso veno ventriculo vertebro vesico vestibulo video viscero xantho xero zygomatico hystero oesophago haemo haemato paed ortho tomo sono echo scinti elasto'.split(
    ' ',
  );

const backs =
  'itis osis oses oma omas omata ectomy ectomies ostomy ostomies otomy otomies plasty plasties graphy graphic graphically gram grams graph scopy scopic pathy pathies pathic megaly emia aemia uria algia plegia plegic paresis rrhea rrhage rrhagic rrhaphy ectasis ectasia ectatic stenosis stenoses stenotic sclerosis sclerotic necrosis thorax thoraces genic genesis lysis lytic malacia penia philia philic phobia plasia plastic ptosis ptysis spasm stasis static therapy tomy tropic trophy trophic cele celes centesis cyte cytes cytic cytosis cytoma blastoma blastomas sarcoma sarcomas carcinoma carcinomas adenoma fibroma lipoma cystic dynia ectopic edema gnosis iasis ism itic lith liths lithiasis logic logical logy meter metry metric oid oidal opia ous pnea pneic phasia pathology phyte phytes phytic physis physeal rrhexis stomy stomies toxic tripsy troph vascular vertebral muscular cranial cardial cardiac pleural peritoneal hepatic renal splenic gastric colic rectal vesical uterine ovarian tubal femoral tibial fibular humeral radial ulnar carpal tarsal phalangeal sternal costal clavicular scapular pulmonary bronchial tracheal esophageal duodenal jejunal ileal cecal ductal biliary cholic ventricular atrial septal valvular aortic arterial venous caval portal lymphatic nodal neural spinal medullary cortical cerebral cerebellar pontine thalamic occipital parietal temporal frontal orbital nasal maxillary mandibular dental oral pharyngeal laryngeal glottic thyroid mastoid sphenoid ethmoid acetabular iliac ischial pubic sacral lumbar thoracic cervical dorsal ventral lateral medial basilar apical hilar mediastinal diaphragmatic phrenic abdominal pelvic inguinal gluteal perineal scrotal testicular prostatic urethral ureteral ureteric cystic calyceal pyelic plantar palmar digital articular capsular condylar trochanteric patellar meniscal labral tendinous ligamentous osseous cartilaginous chondral physeal epiphyseal diaphyseal metaphyseal trabecular cutaneous dermal mammary glandular fascial'.split(
    ' ',
  );

const frontParts = new Set(fronts);
const backParts = new Set(backs);
const shortestRest = 4;

/** In folded form. */
export type KnownWords = { has(word: string): boolean };

/** Whether a word is one or two parts that stand in front and a part or a known word behind. */
export function isBuiltOfMedicalParts(word: string, words: KnownWords): boolean {
  if (word.length < 7) return false;
  if (endsAsWord(word, words)) return true;
  return restsOf(word).some((rest) => isRest(rest, words) || restsOf(rest).some((end) => isRest(end, words)));
}

function restsOf(word: string): readonly string[] {
  const rests: string[] = [];
  for (let length = 2; length <= word.length - shortestRest + 1; length += 1)
    if (frontParts.has(word.slice(0, length))) rests.push(word.slice(length));
  return rests;
}

function isRest(rest: string, words: KnownWords): boolean {
  return backParts.has(rest) || (rest.length >= 5 && (words.has(rest) || endsAsWord(rest, words)));
}

/** Plurals and adverbs of what is known. */
function endsAsWord(word: string, words: KnownWords): boolean {
  if (word.endsWith('s') && words.has(word.slice(0, -1))) return true;
  if (word.endsWith('es') && words.has(word.slice(0, -2))) return true;
  return word.endsWith('ly') && words.has(word.slice(0, -2));
}
