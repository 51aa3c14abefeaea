/**
 * Words that devices and their operators write into headers and that no list of English or of medicine has: makers and
 * models, pulse sequences, kernels, abbreviations of views and positions, units, and the words that the defined terms of
 * PS3.3 are made of. In folded form.
 *
 * What is here may stay in a header whoever the patient is; a name of a person does not belong here.
 */

const makers = `
acuson gevaert vingmed marquette mortara offis kuratorium plastimatch qiicr softneta mevislab mevis instrument imagine lodestone nordicneurolab accuray viewray varex vieworks drtech genoray kavo instrumentarium carl heine nikon olympus leica hamamatsu aperio philipsmedical grassroots clearcanvas horos radiant weasis orthancteam oldelft delft toray rayscan ampronix swissvision imalogix hermes mirada pmod invia cedars sinai digirad spectrum dynamics
agfa agilent akuru aloka analogic arterys atl aycan barco basler bayer biograph biomedical bioscan bracco brainlab bruker
calypso canon carestream cassling circle claron corelab cti curagita cybermed datascope del dejarnette dentsply dornier eizo
elekta elscint empire esaote fischer fonar fujifilm fuji galil gems gendex ge gehc healthineers healthcare hitachi hologic
hpacs icad icrco imatron imaging instrumentarium intelerad invivo isg itk kodak kodascan konica kretz kretztechnik lodox
lumisys lorad lunit mallinckrodt marconi matlab mckesson mederas medical mediso medison medrad medtronic medweb medx merge
merivaara mevis micrografx mim mimvista mindray minolta mitsubishi molecubes neusoft neurologica nemoto nihon novadaq nucletron
olea orthanc osirix oxford pacsgear pacscan philips picker pixelmed planmeca planmed pms quantificare raysearch rayence rimage
samsung schick sectra segami shimadzu siemens sirona slicer sonosite sonoscape sopha starpacs stryker sunnybrook supersonic
swissray sycomed sysmex technicare terarecon theralys tomotherapy topcon toshiba trex trixell trophy united imaging uih vari
varian vatech vepro verasun viatronix vidar villa vital vitrea voyager xoran xvision zeiss zonare ziehm dcmtk dicom dicomobjects
gdcm dcm4che pydicom mricron dcm2niix syngo hiscan
inc llc ltd gmbh ag corp corporation co kg srl spa bv nv sa plc oy ab technologies systems
`;

const models = `
aera prisma gyroscan cxdi iview hdxt hdx hde xpress elan lumina free altea amira semp verios spectris eclat titanium excel xvi obi epid apex epiqs affiniti clearvue sparq lumason ie33 hdi hd11 epic revo revolutionct smart apexpro cardiographe omniscan centricity rapiscan frontier omnivision definium xquantum precedencect brightviewxct biographvision truepoint horizon truev mct64 mmr
achieva allura alphenix amira angiostar aplio aquilion arcadis artis asteion avanto axiom axiomartis axient azurion brightspeed
brightview brilliance biplane bravo brivo ceres clarity clinac collimo compact cyberknife definition digitaldiagnost discovery
dimensions dimension diamond dstream dynavision echelon eclipse elevance ellipse elite emotion encore endura endo envisor epiq
espree essenta evolution excelart exite expert explorer flash force force fuse galan gammamed genesis geminitf gemini genie halcyon
harmony hispeed hitec icono impact impression infinia inforad ingenia ingenuity innova inspiration integris intera intevo iridium
ivus jetstream juno kinetix laser leonardo lightspeed linac logiq lumify luminos magic magna magnetom mammomat mammoview mct meditom
millennium mobilett mobilediagnost monaco multix multistar mx mxliteview naeotom novation neotom nova omni onyx oncor optima
openmind orian orthoscan panorama perspective petct pinnacle pioneer polystar polydoros precedence precision prima pristina
primus prestige presto prodigy proton pulsera quantix revolution rigidview ris saturn scenaria scenium select selenia senograph
senographe sensation sequoia sensis sens signa skyra skylight skyview sola solaris somatom sonata spect spectral spectra spirit
stellar stratos supria supersam swift symbia symphony synergy synapse telebrix titan tomoscan toshiba trio trilogy triton truebeam
unity uroskop vantage vario veradius verio vereos versant versa versana vert virtuoso vida vision vivid vivix volume voluson walkthrough workstation xeleris
xperion xcelera xcelerate xario ysio zenition
advantage advantx aw awserver viewforum viewer extended brilliance workspace portal intellispace isite ibox leonardowp mmwp rawwp numaris
`;

const sequences = `
adc aif angio argo art arterial asl asset autoalign autoshim ax axial bffe binom bindpm blade bold bolus bravo breathhold btfe
calib calibration caipirinha ciss cine circ cisscor coro coronal cor csi cube cupid cs compressed dce delayed delay dess diff diffusion dixon dual
dti dsi dwi dwibs echospoiled edelayed efgre epi epse epfid eepi ernst exam fa fastfgre fat fatsat fatsup fastcard fatnav fiesta fisp fid fl flair flash fgre fgret fspgr fse
frfse fsexl fsems ffe ge grase grappa gre gradient haste hires hr hydro hyperband ideal inphase oppphase invrec iso isotropic ir irse irprep iterative kspace lava
liver localiser localizer locator loc loca lookup map maps mapit medic mdi mdc mddw mag magnitude mede merge mip minip minips mosaic moco mocoseries mprage mp mpr mprs mpgr mra mrac mrcp mrs mrv msde
mobiview multiband multiecho multislab multivane myelo nativ native navigator navi noise norm nophase opp outphase pasl pc pcasl pca pcm pd pdw
perf perfusion phase phasemap phs plan plane planscan posttx postcon postcontrast prescan precontrast prefate propeller psif psir qalas quick quant quiet radial
reference refscan reg relcbf resolve restore retro rage realtime reformat recon rfov rois scout scouts se seg sense sensebody shim shimming short single sinc singleshot sms smartbrain space spair spgr spine
spir spiral spin spoil spoiled sres sscout ssfse ssh star stack stir stirs stim streak survey swan swi swip swimip tbl tdel tempo tensor tess tfe tfi tfl tgrad tgse thick thin thrive tilt tim
tirm tof tofs tom topogram trace tracew tracking tra transversal trans trig trufi trufisp truefisp tse tst ttp turbo turboflash twist urge utrafast ultrafast valsalva vat venc venous vfl vibe view views vista
vol volint warp water wfi wip wholebody whole wb zoom zoomit zte
ssde subtraction subtr subt sub mbir asir veo adaptive admire safire idose imr fbp filtered backprojection osem tof trueX truex ultrahd psf allpass gauss gaussian butterworth hann hanning hamming shepp logan hypr
`;

const kernels = `
br bl bv bf bb sharp smooth medium detail standard stnd soft bone boneplus boneplus lung edge ultra chst lungs brain boney fc qr qv hr hf ur um uh us ax au ab
ya yb yc yd ye filter kernel convolution
`;

const views = `
links rechts links ober obere oberes untere unteres mitte nativ punctie biopsie borst becken schadel meatal orbitomeatal obli cervico thoraco lumbo sacro ilio pubo costo stucture einthoven goldberger wilson lead leads oblik
antero postero medio latero infero supero cranio caudo dorso ventro naso oro femoro tibio acromio sterno
accel acq ac nac actn ant apical ap pa pla lat llat rlat lao rao lcc rcc lmlo rmlo mlo cc ml lm xccl lpo rpo lordotic decub decubitus oblique obl odontoid axillary
bilat bilateral brst bolustracking caudocranial craniocaudal crosstable decubitis dist prox erect flex ext feet ffdl ffdr ffp ffs hfdl hfdr hfp hfs lfp lfs rfp rfs afdl afdr afp afs pfdl pfdr pfp pfs
fov forpresentation forprocessing inf infer inlet infero inspir inspiration exspiration expir expiration intern lft rght rgt lt rt merchant mediolateral lateromedial mortise navic nonstanding outlet
panview patellar port portable post postero preop prone recumbent semi semierect sitting skyline standing stress sup supine sunrise tangential tmj trendelenburg upright waters weightbearing zygoma
anteroposterior posteroanterior anterolateral cspine tspine lspine ctspine tlspine lsspine sspine thspine ibd iac iacs ocx orbits pelv abdo abd abdom abdpel abdpelv chestabd cap cta ctp ctv cte ctpa caps angiogr
angiography head neck heart hip hips knee knees leg legs foot feet ankle arm arms hand hands wrist elbow shoulder schulter schaedel kopf hals thorax abdomen becken wirbelsaule hws bws lws knie fuss huefte herz leber
tete cou thorax rachis genou hanche epaule bassin cerveau coeur foie poumon cabeza cuello torax columna rodilla cadera hombro pelvis cerebro corazon higado pulmon craneo abdomen cranio testa collo torace bacino ginocchio spalla
sagittal sag sagital sagittale axiale axiales coronale transversale transversal nativo nativ sans avec contraste contrast kontrast mit ohne con sin
lumbosacral thoracolumbar cervicothoracic craniocervical thoracoabdominal jointspace forearm forefoot hindfoot midfoot lowerleg upperarm
`;

const units = `
mm cm ml cc mg kg sec secs msec ms min mins hr hrs mgy mgycm gycm cgy dgy msv usv kev mev kv kvp ma mas uas hz khz mhz dpi deg degrees degc ppm hu mmhg kpa mmol umol mbq gbq kbq bqml cnts prop counts gml cm2ml ctdi ctdivol dlp sar
dap kerma suv suvbw suvlbm suvbsa pcnt gray sievert sieverts becquerel becquerels millimeter millimeters centimeter centimeters microvolt millivolt volt volts hertz beats per minute
`;

const definedTerms = `
manu ran dcal slsens nrgy rcbf rcbv cbf cbv mtt tmax nd csa csaparallel csamanipulated mnorm dis2d dis3d riesz rel elec elecdensity multicoil nat const potential scanoscope smr borelocal borelocal scanogram ecg text bowtie fil annotation niix hnsf rgn reg
monochrome rgb ybr full partial palette color hsv argb cmyk icc rct ict none yes no unknown original derived primary secondary dynamic gated static gatedstatic localizer axial other mixed
acquisition reprojection average mean standard deviation median maximum minimum summation diagnostic product research service approved unapproved rejected verified unverified complete completed partial preliminary final discontinued
contains has obs context concept mod properties inferred from selected container separate continuous text num code date time datetime uidref pname composite image waveform scoord tcoord scoord3d
point multipoint polyline circle ellipse ellipsoid polygon interpolated closed open planar nonplanar coplanar matrix rigid affine rigidscale
unsigned signed binary fractional labelmap probability occupancy automatic semiautomatic manual semi
photon electron neutron proton ion brachy static setup treatment machine lambdas gantry collimator couch jaws asymx asymy mlc mlcx mlcy blocks wedge wedges bolus compensator fixed motorized hard virtual dynamic
curative palliative prophylactic verification curativ external organ cavity ptv ctv gtv itv oar avoidance contrast registration isocenter support fixation dose region marker mask control brachychannel treatedvolume irradvolume irrad treated volume
physical effective relative fraction beam session record multiplan plan percent gy
wsd dv di df syn sd scan digitized digital film scanned drawing interface
bqml cnts emission transmission simultaneous decy attn scat dtim motn pmot clos radl drft gating norm bkgd prompt dlyd admin start wholebody whole body
helical constant angle stationary free spiral tomo tomosynthesis single step axially sequenced
magnitude real imaginary phase velocity acceleration diffusion perfusion flow encoded t1 t2 t2star proton density tagging temperature angio spectroscopy stir fluid attenuated water fat
headfirst feetfirst supine prone anteriorly posteriorly directional bmatrix isotropic
erect unpaired paired left right both lateral bilateral medial biped quadruped
presentation processing for identity inverse linear exact sigmoid lin log mono portal drr simulator radiograph blank bscan ascan
lossy lossless iso compression restored
bmode mmode pwdoppler cwdoppler doppler tissue sector phased curved linear mechanical transesophageal
graph area polyline display pixel fraction units layer scale true size magnify fit
invalid valid missing illegal suspicious flagged unflagged required
flat anode rotating focal scintillator storage direct intensifier ccd cmos charge coupled
compound overlapping contiguous interleaved overlap gap reference
rigidtransform approvalstatus attached detached
volumetric distorted sampled max min mean ip pixelpresentation colorrange mosaic
hal vol grat gratings sph
dcmr sdm ucum snm snm3 srt sct dcm ln radlex nci ncit umls fma icd icdo loinc snomed rxnorm
frontal plane biplane mammographic cephalometric panoramic tomographic carm none u ub
coded uncoded enabled disabled on off normal inverted
low high medium very extremely
target nontarget ringing range
lumen emphasized interval cine text hardcopy softcopy
research nonstandard standardized
unmodified modified removed
alive deceased
altered unaltered neutered spayed castrated
employee parent
tissuedoppler strain powerdoppler colorflow spectral
capture captured screen
labeled unlabeled
hfsupine rgb24
sliceorder
geometry conventional cone parallel fan pinhole astigmatic
laser led light brightfield darkfield fluorescence polarized
tiled sparse
fullfield cropped
whole slide thumbnail overview label
intermediate
mlo
acr nema
`;

const parts = `
abdomen abdomenpelvis acetabulum adrenal ankle anus aorta arm artery axilla back bladder brain breast bronchus buttock calcaneus calf carotid cerebellum cervix cheek chest chestabdomen chestabdpelvis
chestabdomenpelvis clavicle coccyx colon cornea coronaryartery cspine ctspine duodenum ear elbow endo endocardium epididymis esophagus extremity eye eyelid face femur finger foot gallbladder hand head headneck heart hip humerus ileum ilium iac
jaw jejunum kidney knee larynx leg liver lspine lsspine lung maxilla mediastinum mouth neck neckchest neckchestabdomen neckchestabdpelv nose orbit ovary pancreas parotid patella pelvis penis pharynx prostate rectum rib scalp scapula sclera scrotum shoulder skull spine
spleen ssspine sternum stomach submandibular testis thigh thumb thymus thyroid toe tongue trachea tlspine tspine ureter urethra uterus vagina vulva wholebody wrist zygoma
`;

const software = `
sha ripemd md mac rsa dsa ecdsa ansi sig x509
jpeg jpg jls png gif tiff ijg htj mpeg hevc avc resampled medcom investigational output dapi wavelet irreversible reversible progression baseline sequential lut luts voilut mlut vlut ovly thresholded
app application version build release revision rev update patch beta alpha hotfix sp pl software firmware ver vers server client toolkit library importer exporter converter gateway archive storescu storescp
va vb vc vd ve xa mr ct nm pt pet xr dx cr us rf mg io px es gm sm sc ot sr pr ko seg reg rt plan struct record dosesr rtstruct rtplan rtdose rtimage rtrecord
win windows linux mac osx unix kernel bit sse java python matlab
`;

const contrastAgents = `
accupaque bracco dotarem gadovist gadavist gadobutrol gadolinium gadoterate gadoxetate gastrografin gd gdbopta gddota gddtpa hexabrix imeron iodine iodixanol iohexol iomeprol iomeron iopamidol iopamiro iopromide ioversol isovue isovist
magnevist multihance omnipaque optimark optiray oxilan oral primovist prohance scanlux solutrast telebrix ultravist unknown vasovist visipaque xenetix barium water fdg flt fes fmiso dota dotatate dotatoc dotanoc psma choline naf florbetapir florbetaben flutemetamol
fluorodeoxyglucose technetium sestamibi mibi tetrofosmin mag hdp mdp dtpa dmsa maa hmpao dat datscan ioflupane octreotide octreoscan mibg pertechnetate thallium rubidium ammonia gallium indium lutetium yttrium iodide xenon krypton
iv po im intravenous intraarterial rectal intrathecal injection inhaled bolus drip
`;

const rooms = `
routine protocol protocols standard default adult child pediatric paediatric infant neonate neonatal trauma emergency stroke screening followup follow baseline prior previous repeat repeated series serie serien study studies test phantom qa qc daily
preset program user clinical general basic advanced special extended limited complete partial with without w wo plus pre post early late delayed immediate rest stress gated ungated
left right upper lower mid middle proximal distal anterior posterior superior inferior medial lateral
`;

const words: ReadonlySet<string> = new Set(
  [makers, models, sequences, kernels, views, units, definedTerms, parts, software, contrastAgents, rooms].flatMap(
    (list) => list.toLowerCase().trim().split(/\s+/),
  ),
);

const makerWords: ReadonlySet<string> = new Set(makers.trim().split(/\s+/));

/** Returns true for words, folded, that a device or its operator writes of devices, pictures and parts of the body. */
export function isDeviceWord(folded: string): boolean {
  return words.has(folded);
}

/** Returns true for a word, folded, in the name of a maker of devices or software. */
export function isMaker(folded: string): boolean {
  return makerWords.has(folded);
}
