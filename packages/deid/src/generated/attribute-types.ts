// Generated from PS3.3 and PS3.4 2024e. Do not edit.

/** SOP Class, tab, keywords with type 1 or 2 of attributes whose action in PS3.15 Table E.1-1 depends on it. */
export const attributeTypeTable = `
1.2.840.10008.5.1.4.1.1.1	ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.1.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.1.1.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.1.2	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.1.2.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.1.3	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.1.3.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.104.1	AcquisitionDateTime 2,ContentDate 2,ContentTime 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.104.2	AcquisitionDateTime 2,ContentDate 2,ContentTime 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.104.3	AcquisitionDateTime 2,ContentDate 2,ContentTime 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.104.4	AcquisitionDateTime 2,ContentDate 2,ContentTime 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.104.5	AcquisitionDateTime 2,ContentDate 2,ContentTime 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.1	ContentCreatorName 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.10	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.11	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.12	ContentCreatorName 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.2	ContentCreatorName 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.3	ContentCreatorName 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.4	ContentCreatorName 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.5	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.6	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.7	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.8	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.11.9	ContentCreatorName 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.12.1	ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.12.1.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.12.2	ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.12.2.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.128	AcquisitionContextSequence 2,AcquisitionDate 2,AcquisitionTime 2,ContentDate 2,ContentTime 2,PatientID 2,PatientSexNeutered 2,SeriesDate 1,SeriesTime 1
1.2.840.10008.5.1.4.1.1.128.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.13.1.1	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.13.1.2	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.13.1.3	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.13.1.4	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.13.1.5	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.130	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.131	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.14.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.14.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.2	ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.2.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.2.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,ContrastBolusAgent 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.20	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.200.1	DeviceSerialNumber 1
1.2.840.10008.5.1.4.1.1.200.2	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.200.3	DeviceSerialNumber 1
1.2.840.10008.5.1.4.1.1.200.7	DeviceSerialNumber 1
1.2.840.10008.5.1.4.1.1.200.8	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.3.1	AcquisitionDateTime 1,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.30	AcquisitionContextSequence 2,ContentCreatorName 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.4	ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.4.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.4.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.4.3	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.4.4	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,ContrastBolusAgent 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.481.1	ContentDate 2,ContentTime 2,ContrastBolusAgent 2,OperatorsName 2,PatientID 2,PatientSexNeutered 2,ReviewerName 2
1.2.840.10008.5.1.4.1.1.481.10	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.11	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.12	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.13	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.14	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.15	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.16	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.17	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.18	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.19	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.2	ContentDate 2,ContentTime 2,OperatorsName 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.20	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.21	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.22	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.23	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.24	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.25	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.481.3	OperatorsName 2,PatientID 2,PatientSexNeutered 2,ReviewerName 2
1.2.840.10008.5.1.4.1.1.481.4	FirstTreatmentDate 2,MostRecentTreatmentDate 2,OperatorsName 2,PatientID 2,PatientSexNeutered 2,TreatmentDate 2,TreatmentTime 2
1.2.840.10008.5.1.4.1.1.481.5	OperatorsName 2,PatientID 2,PatientSexNeutered 2,RTPlanDate 2,RTPlanTime 2,ReviewerName 2
1.2.840.10008.5.1.4.1.1.481.6	FirstTreatmentDate 2,MostRecentTreatmentDate 2,OperatorsName 2,PatientID 2,PatientSexNeutered 2,TreatmentDate 2,TreatmentTime 2
1.2.840.10008.5.1.4.1.1.481.7	FirstTreatmentDate 2,MostRecentTreatmentDate 2,OperatorsName 2,PatientID 2,PatientSexNeutered 2,TreatmentDate 2,TreatmentTime 2
1.2.840.10008.5.1.4.1.1.481.8	OperatorsName 2,PatientID 2,PatientSexNeutered 2,RTPlanDate 2,RTPlanTime 2,ReviewerName 2
1.2.840.10008.5.1.4.1.1.481.9	FirstTreatmentDate 2,MostRecentTreatmentDate 2,OperatorsName 2,PatientID 2,PatientSexNeutered 2,TreatmentDate 2,TreatmentTime 2
1.2.840.10008.5.1.4.1.1.6.1	AcquisitionDateTime 1,ContentDate 2,ContentTime 2,ContrastBolusAgent 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.6.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.6.3	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.66	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.66.1	ContentCreatorName 2,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.66.2	ContentCreatorName 2,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.66.3	ContentCreatorName 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.66.4	ContentCreatorName 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.66.5	ContentCreatorName 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.66.6	ContentCreatorName 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.67	ContentCreatorName 2,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.68.1	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.68.2	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.7	ContentDate 2,ContentTime 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.7.1	ContentDate 2,ContentTime 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.7.2	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.7.3	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.7.4	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.77.1.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.1.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.2	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.2.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.3	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.4	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.4.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.5.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,SourceImageSequence 2
1.2.840.10008.5.1.4.1.1.77.1.5.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,SourceImageSequence 2
1.2.840.10008.5.1.4.1.1.77.1.5.3	PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.77.1.5.4	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 1
1.2.840.10008.5.1.4.1.1.77.1.5.5	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,SourceImageSequence 2
1.2.840.10008.5.1.4.1.1.77.1.5.6	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,SourceImageSequence 2
1.2.840.10008.5.1.4.1.1.77.1.5.7	ContentDate 2,ContentTime 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.77.1.5.8	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.77.1.6	AcquisitionContextSequence 2,AcquisitionDateTime 1,BarcodeValue 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,LabelText 2,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.77.1.7	AcquisitionContextSequence 2,ContentDate 2,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedImageSequence 1
1.2.840.10008.5.1.4.1.1.77.1.8	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.77.1.9	AcquisitionContextSequence 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.1	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.2	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.3	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.4	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.5	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.6	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.78.7	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.78.8	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.79.1	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.80.1	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.81.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.82.1	AcquisitionContextSequence 2,ContentDate 2,ContentTime 2,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.88.11	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.22	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.33	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.34	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.35	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.40	ContentDate 1,ContentTime 1,PatientID 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.50	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.59	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.65	ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.67	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.68	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.69	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.70	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.71	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.72	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.73	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.74	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.75	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.88.76	ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2,ReferencedPerformedProcedureStepSequence 2
1.2.840.10008.5.1.4.1.1.9.1.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.1.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.1.3	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.1.4	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.2.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.3.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.4.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.4.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.5.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.6.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.6.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.7.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.7.2	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.7.3	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.7.4	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.9.8.1	AcquisitionContextSequence 2,AcquisitionDateTime 1,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.90.1	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.1.1.91.1	ContentCreatorName 2,ContentDate 1,ContentTime 1,DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.34.10	DeviceSerialNumber 1,PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.34.7	PatientID 2,PatientSexNeutered 2
1.2.840.10008.5.1.4.39.1	ContentCreatorName 2
`;
