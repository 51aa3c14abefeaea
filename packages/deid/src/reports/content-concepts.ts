/**
 * The concept names of PS3.15 Table E.3.4-1 (2024e): content items whose values identify, by code, coding scheme and value
 * type. Concepts of SNOMED CT are known by their former codes, too (PS3.16 Table O-1).
 *
 * What is done with the values is decided by `clean-content.ts`.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getItems, getString } from '@isocenter/dicom/values';
import type { IdentityKind } from '../identity-kind.ts';

export type ContentConcept = {
  /**
   * The options under which the table does not remove or replace the value: U UIDs, D device, I institution, C patient
   * characteristics (K: kept), F dates (kept or moved), T descriptors (C: cleaned).
   */
  readonly options: string;
  readonly kind: IdentityKind;
};

/** Returns what the table says of a content item; undefined where it does not name its concept for its value type. */
export function findContentConcept(item: DataSet): ContentConcept | undefined {
  const [name] = getItems(item, tagOf('ConceptNameCodeSequence'));
  const code = name && getString(name, tagOf('CodeValue'));
  const scheme = name && getString(name, tagOf('CodingSchemeDesignator'));
  if (code === undefined || scheme === undefined) return undefined;
  const current = formerSchemes.has(scheme) ? `SCT\t${currentCodes[code] ?? ''}` : `${scheme}\t${code}`;
  // The Content Item Macro, PS3.3 §10.2, calls NUM by another name.
  const type = getString(item, tagOf('ValueType')) ?? '';
  return concepts.get(`${current}\t${type === 'NUMERIC' ? 'NUM' : type}`);
}

/** Code, scheme, value type, options, meaning; separated by tabs. */
const table = `
121022	DCM	TEXT		Accession Number
113795	DCM	IMAGE	U	Acquired Image
126201	DCM	DATE	F	Acquisition Date
130884	DCM	DATETIME	F	Acquisition DateTime
125203	DCM	TEXT	T	Acquisition Protocol
126202	DCM	TIME	F	Acquisition Time
C67447	NCIt	TEXT	T	Activity Session
440252007	SCT	TEXT	T	Administration of radiopharmaceutical
15	NCDR [2.0b]	DATETIME	F	Admission DateTime
112050	DCM	TEXT	T	Anatomic Identifier
398164008	SCT	DATETIME	F	Anesthesia Finish Time
398325003	SCT	DATETIME	F	Anesthesia Start Time
121080	DCM	IMAGE	U	Best illustration of finding
121080	DCM	WAVEFORM	U	Best illustration of finding
113723	DCM	DATETIME	F	Calibration DateTime
113720	DCM	TEXT	T	Calibration Protocol
113724	DCM	TEXT	T	Calibration Responsible Party
76	NCDR [2.0b]	PNAME		Catheterization Operator
121120	DCM	COMPOSITE	U	Cath Lab Procedure Log
371524004	SCT	COMPOSITE	U	Clinical Report
371524004	SCT	TEXT	T	Clinical Report
121106	DCM	TEXT	T	Comment
116224001	SCT	TEXT	T	Complication of Procedure
112347	DCM	TEXT		Component ID
121077	DCM	TEXT	T	Conclusion
111018	DCM	DATE	F	Content Date
111019	DCM	TIME	F	Content Time
122073	DCM	COMPOSITE	U	Current procedure evidence
11955-2	LN	DATE	F	Date of last menstrual period
121431	DCM	DATETIME	F	DateTime Concern Noted
121432	DCM	DATETIME	F	DateTime Concern Resolved
111527	DCM	DATETIME	F	DateTime Ended
122165	DCM	DATETIME	F	DateTime of Death
122105	DCM	DATETIME	F	DateTime of Intervention
111536	DCM	DATETIME	F	DateTime of last evaluation
111702	DCM	DATETIME	F	DateTime of processing
121125	DCM	DATETIME	F	DateTime of Recording of Log Entry
111535	DCM	DATETIME	F	DateTime problem observed
121433	DCM	DATETIME	F	DateTime Problem Resolved
111526	DCM	DATETIME	F	DateTime Started
112363	DCM	TEXT		Degree of Freedom ID
112357	DCM	UIDREF	U	Derived Fiducial
112373	DCM	COMPOSITE	U	Derived Planning Data
112372	DCM	COMPOSITE	U	Derived Planning Images
111021	DCM	TEXT	T	Description of Change
121145	DCM	TEXT	T	Description of Material
120999	DCM	TEXT	D	Device Description
113877	DCM	TEXT	D	Device Name
121013	DCM	TEXT	D	Device Observer Name
121017	DCM	TEXT	I	Device Observer Physical Location During Observation
121016	DCM	TEXT	D	Device Observer Serial Number
121012	DCM	UIDREF	UD	Device Observer UID
113880	DCM	TEXT	D	Device Serial Number
121193	DCM	TEXT	D	Device Subject Name
121197	DCM	TEXT	I	Device Subject Physical Location during observation
121196	DCM	TEXT	D	Device Subject Serial Number
121198	DCM	UIDREF	UD	Device Subject UID
122163	DCM	DATETIME	F	Discharge DateTime
121342	DCM	IMAGE	U	Dose Image
122083	DCM	TEXT	T	Drug administered
122082	DCM	DATETIME	F	Drug end
122081	DCM	DATETIME	F	Drug start
271921002	SCT	TEXT	T	ECG Finding
11778-8	LN	DATE	F	EDD
113810	DCM	DATETIME	F	End of X-Ray Irradiation
121122	DCM	TEXT	DT	Equipment Identification
128429	DCM	UIDREF	U	Event UID Used
C54627	NCIt	NUM		Experience
121088	DCM	PNAME		Fellow
11951-1	LN	TEXT		Fetus ID
121021	DCM	TEXT		Filler Number
121071	DCM	TEXT	T	Finding
363698007	SCT	TEXT	T	Finding Site
112227	DCM	UIDREF	U	Frame of Reference UID
127857	DCM	DATE	F	Glucose Measurement Date
127858	DCM	TIME	F	Glucose Measurement Time
11329-0	LN	TEXT	T	History
130527	DCM	TEXT	I	Identification of the Attenuator
113832	DCM	TEXT	D	Identification of the X-Ray Source
125010	DCM	TEXT		Identifier
128775	DCM	TEXT		Identifier within Person Observer's Role
112229	DCM	IMAGE	U	Identifying Segment
125201	DCM	IMAGE	U	Illustration of Finding
121200	DCM	IMAGE	U	Illustration of ROI
121138	DCM	IMAGE	U	Image Acquired
122712	DCM	DATETIME	F	Imaging Start DateTime
112366	DCM	COMPOSITE	U	Implant Assembly Template
111033	DCM	TEXT	T	Impression Description
18785-6	LN	TEXT	T	Indications for Procedure
121154	DCM	TEXT		Intervention attempt identifier
113850	DCM	PNAME		Irradiation Authorizing
113605	DCM	TEXT		Irradiation Event Label
113769	DCM	UIDREF	U	Irradiation Event UID
110190	DCM	TEXT		Issuer of Identifier
111706	DCM	TEXT		Issuer of Parent Specimen Identifier
111724	DCM	TEXT		Issuer of Specimen Identifier
113012	DCM	TEXT	T	Key Object Description
18118-0	LN	TEXT	T	LV Wall Motion Segmental Findings
112371	DCM	COMPOSITE	U	Manufacturer Implant Template
112352	DCM	TEXT		Mating Feature ID
112351	DCM	TEXT		Mating Feature Set ID
111516	DCM	TEXT	T	Medication Type
121036	DCM	PNAME		Mother of fetus
113873	DCM	TEXT	I	Organization Name
111040	DCM	COMPOSITE	U	Original Source
111705	DCM	TEXT		Parent Specimen Identifier
112361	DCM	COMPOSITE	U	Patient Data Used During Planning
112354	DCM	IMAGE	U	Patient Image
113815	DCM	TEXT	T	Patient Model
121110	DCM	TEXT	T	Patient Presentation
128425	DCM	COMPOSITE	U	Patient Radiation Dose Model Data
128425	DCM	IMAGE	U	Patient Radiation Dose Model Data
128425	DCM	UIDREF	U	Patient Radiation Dose Model Data
128426	DCM	TEXT	T	Patient Radiation Dose Model Reference
109054	DCM	TEXT	T	Patient State
122128	DCM	TEXT	I	Patient Transferred From
121126	DCM	UIDREF	U	Performed Procedure Step SOP Instance UID
121114	DCM	PNAME		Performing Physician
121152	DCM	PNAME		Person administering drug/contrast
113871	DCM	TEXT		Person ID
113872	DCM	TEXT		Person ID Issuer
113870	DCM	PNAME		Person Name
128774	DCM	TEXT		Person Observer's Login Name
121009	DCM	TEXT	I	Person Observer's Organization Name
121008	DCM	PNAME		Person Observer Name
121173	DCM	TEXT	T	Physician Note
121020	DCM	TEXT		Placer Number
113516	DCM	TEXT		Prescription Identifier
122075	DCM	COMPOSITE	U	Prior report for current patient
121124	DCM	TEXT		Procedure Action ID
122146	DCM	DATETIME	F	Procedure DateTime
52	NCDR [2.0b]	DATETIME	F	Procedure DateTime
121065	DCM	TEXT	T	Procedure Description
53	NCDR [2.0b]	TEXT		Procedure Number in this admission
122177	DCM	TEXT	T	Procedure Result
121019	DCM	UIDREF	U	Procedure Study Component UID
121018	DCM	UIDREF	U	Procedure Study Instance UID
122701	DCM	DATETIME	F	Procedure Time Base
111703	DCM	TEXT	T	Processing step description
126071	DCM	TEXT	T	Protocol Time Point Identifier
128230	DCM	TEXT	T	Pulse Sequence Name
121002	DCM	COMPOSITE	U	Quoted Source
128436	DCM	COMPOSITE	U	Radiation Dose Composite Parameters
128403	DCM	TEXT	T	Radiation Dose Estimate Name
128414	DCM	COMPOSITE	U	Radiation Dose Representation Data
128414	DCM	IMAGE	U	Radiation Dose Representation Data
113514	DCM	TEXT		Radionuclide Identifier
113503	DCM	UIDREF	U	Radiopharmaceutical Administration Event UID
113511	DCM	TEXT		Radiopharmaceutical Dispense Unit Identifier
113512	DCM	TEXT		Radiopharmaceutical Lot Identifier
123003	DCM	DATETIME	F	Radiopharmaceutical Start DateTime
123004	DCM	DATETIME	F	Radiopharmaceutical Stop DateTime
130507	DCM	TEXT	T	RDSR Frame of Reference Description
113513	DCM	TEXT		Reagent Vial Identifier
126100	DCM	COMPOSITE	U	Real World Value Map used for measurement
113907	DCM	TEXT	T	Reason for Proceeding
113552	DCM	TEXT	T	Recent Physical Activity
121075	DCM	TEXT	T	Recommendation
111054	DCM	DATE	F	Recommended Follow-up Date
121191	DCM	IMAGE	U	Referenced Segment
121214	DCM	IMAGE	U	Referenced Segmentation Frame
112364	DCM	COMPOSITE	U	Related Patient Data Not Used During Planning
121121	DCM	TEXT		Room Identification
111469	DCM	DATETIME	F	Sampling DateTime
111058	DCM	TEXT	T	Selected Region Description
112002	DCM	UIDREF	U	Series Instance UID
113985	DCM	UIDREF	U	Series or Instance used for Water Equivalent Diameter estimation
121434	DCM	TEXT	I	Service Delivery Location
121435	DCM	PNAME		Service Performer
121435	DCM	TEXT		Service Performer
160476009	SCT	TEXT	T	Social History
121233	DCM	IMAGE	U	Source image for segmentation
121112	DCM	IMAGE	U	Source of Measurement
121112	DCM	WAVEFORM	U	Source of Measurement
121232	DCM	UIDREF	U	Source series for segmentation
128447	DCM	COMPOSITE	U	Spatial Fiducials
112353	DCM	COMPOSITE	U	Spatial Registration
128444	DCM	COMPOSITE	U	Spatial Registration Reference
111700	DCM	TEXT		Specimen Container Identifier
121041	DCM	TEXT		Specimen Identifier
121039	DCM	UIDREF	U	Specimen UID
128416	DCM	COMPOSITE	U	SR Instance Used
398201009	SCT	DATETIME	F	Start DateTime
113809	DCM	DATETIME	F	Start of X-Ray Irradiation
110119	DCM	TEXT	D	Station AE Title
122173	DCM	DATETIME	F	ST Elevation Onset DateTime
397898000	SCT	DATETIME	F	Stop DateTime
109056	DCM	TEXT	T	Stress Protocol
111060	DCM	DATE	F	Study Date
110180	DCM	UIDREF	U	Study Instance UID
111061	DCM	TIME	F	Study Time
121033	DCM	NUM	C	Subject Age
121031	DCM	DATE		Subject Birth Date
121030	DCM	TEXT		Subject ID
121029	DCM	PNAME		Subject Name
121032	DCM	CODE	C	Subject Sex
126070	DCM	TEXT	T	Subject Time Point Identifier
121028	DCM	UIDREF	U	Subject UID
121111	DCM	TEXT	T	Summary
112359	DCM	COMPOSITE	U	Supporting Information
130885	DCM	UIDREF	U	Synchronization Frame of Reference UID
C2348792	UMLS	TEXT	T	Time Point
112040	DCM	UIDREF	U	Tracking Unique Identifier
74711-3	LN	TEXT	D	Unique Device Identifier
121000	DCM	CONTAINER	D	Unique Device Identifiers
112356	DCM	UIDREF	U	User Selected Fiducial
121143	DCM	WAVEFORM	U	Waveform Acquired
128470	DCM	COMPOSITE	U	X-Ray Attenuator Model Data
128470	DCM	IMAGE	U	X-Ray Attenuator Model Data
128470	DCM	UIDREF	U	X-Ray Attenuator Model Data
113701	DCM	COMPOSITE	U	X-Ray Radiation Dose Report
`;

/** As SNOMED CT was named before it had numbers, PS3.16 §8.1. */
const formerSchemes: ReadonlySet<string> = new Set(['SRT', 'SNM3', '99SDM']);

const currentCodes: Readonly<Record<string, string>> = {
  'PA-30029': '440252007',
  'DF-0070B': '398164008',
  'DF-0068E': '398325003',
  'R-42B89': '371524004',
  'DD-60002': '116224001',
  'F-00033': '271921002',
  'G-C0E3': '363698007',
  'F-02455': '160476009',
  'G-D321': '398201009',
  'G-D320': '397898000',
};

/** Of texts what their placeholder says; ids that are of a kind of their own become the pseudonyms that headers have. */
const kinds: Readonly<Partial<Record<IdentityKind, readonly string[]>>> = {
  'patient-id': ['121030'],
  'accession-number': ['121022'],
  'order-id': ['121020', '121021'],
  'other-person': ['113724', '121435', '128774'],
  institution: ['113873', '121009', '121434', '122128'],
};

const concepts: ReadonlyMap<string, ContentConcept> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', scheme = '', type = '', options = ''] = line.split('\t');
      return [`${scheme}\t${code}\t${type}`, { options, kind: kindOf(code, options) }] as const;
    }),
);

function kindOf(code: string, options: string): IdentityKind {
  // The keys of the record are kinds.
  const named = (Object.keys(kinds) as IdentityKind[]).find((kind) => kinds[kind]?.includes(code));
  if (named !== undefined) return named;
  if (options.includes('D')) return 'device';
  return options.includes('T') ? 'text' : 'other-id';
}
