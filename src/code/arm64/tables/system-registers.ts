// System registers by number: op0, op1, CRn, CRm and op2 in 16 bits, as in the Arm manual's index of them.

/** Those that are counted: name with `#` for the number (`/r` only read, `/w` only written), first encoding, first number, how many, distance. */
export const NUMBERED_REGISTERS = `
dbgbvr#_el1 8004 0 16 8
dbgbcr#_el1 8005 0 16 8
dbgwvr#_el1 8006 0 16 8
dbgwcr#_el1 8007 0 16 8
trcseqevr# 8804 0 3 8
trccntrldvr# 8805 0 4 8
trcidr#/r 8806 8 6 8
trcimspec# 8807 0 8 8
trccntctlr# 8825 0 4 8
trccntvr# 8845 0 4 8
trcidr#/r 8847 0 8 8
trcextinselr# 884c 1 3 8
trcrsctlr# 8881 16 16 8
trcssccr# 8882 0 8 8
trcsspcicr# 8883 0 8 8
trcrsctlr# 8890 2 14 8
trcsscsr# 88c2 0 8 8
trcacvr# 8900 0 8 16
trcacvr# 8901 8 8 16
trcacatr# 8902 0 8 16
trcacatr# 8903 8 8 16
trcdvcvr# 8904 0 4 32
trcdvcvr# 8905 4 4 32
trcdvcmr# 8906 0 4 32
trcdvcmr# 8907 4 4 32
trccidcvr# 8980 0 8 16
trcvmidcvr# 8981 0 8 16
trcpidr#/r 8ba7 4 4 8
trcpidr#/r 8bc7 0 4 8
trccidr#/r 8be7 0 4 8
brbinf#_el1/r 8c00 0 16 8
brbsrc#_el1/r 8c01 0 16 8
brbtgt#_el1/r 8c02 0 16 8
brbinf#_el1/r 8c04 16 16 8
brbsrc#_el1/r 8c05 16 16 8
brbtgt#_el1/r 8c06 16 16 8
id_mmfr#_el1/r c00c 0 4 1
id_isar#_el1/r c010 0 6 1
mvfr#_el1/r c018 0 3 1
id_aa64isar#_el1/r c030 0 3 1
id_aa64mmfr#_el1/r c038 0 3 1
erxmisc#_el1 c2a8 0 4 1
icc_ap0r#_el1 c644 0 4 1
icc_ap1r#_el1 c648 0 4 1
amevcntr0#_el0 dea0 0 4 1
amevtyper0#_el0/r deb0 0 4 1
amevcntr#_el0 dee0 10 10 1
amevcntr#_el0 deea 110 6 1
amevtyper#_el0 def0 10 10 1
amevtyper#_el0 defa 110 6 1
pmevcntr#_el0 df40 0 31 1
pmevtyper#_el0 df60 0 31 1
mpamvpm#_el2 e530 0 8 1
ich_ap0r#_el2 e640 0 4 1
ich_ap1r#_el2 e648 0 4 1
ich_lr#_el2 e660 0 16 1
amevcntvoff0#_el2 e6c0 0 16 1
amevcntvoff#_el2 e6d0 10 10 1
amevcntvoff#_el2 e6da 110 6 1
`;

/** All others: the encoding without its last seven bits, then names with these. */
export const SYSTEM_REGISTERS = `
100 osdtrrx_el1:2 mdccint_el1:10 mdscr_el1:12 osdtrtx_el1:1a oseccr_el1:32
101 mdrar_el1/r:0 oslar_el1/w:4 oslsr_el1/r:c osdlr_el1:1c dbgprcr_el1:24
107 dbgclaimset_el1:46 dbgclaimclr_el1:4e dbgauthstatus_el1/r:76
110 trctraceidr:1 trcvictlr:2 trcprgctlr:8 trcqctlr:9 trcviiectlr:a trcprocselr:10 trcvissctlr:12 trcstatr/r:18 trcvipcssctlr:1a
110 trcconfigr:20 trcauxctlr:30 trcseqrstevr:34 trcseqstr:3c trceventctl0r:40 trcvdctlr:42 trcextinselr:44 trceventctl1r:48
110 trcvdsacctlr:4a trcrsr:50 trcvdarcctlr:52 trcstallctlr:58 trctsctlr:60 trcsyncpr:68 trcccctlr:70 trcbbctlr:78
111 trcoslar/w:4 trcoslsr/r:c trcpdcr:24 trcpdsr/r:2c
113 trccidcctlr0:2 trccidcctlr1:a trcvmidcctlr0:12 trcvmidcctlr1:1a
117 trcitctrl:4 trcdevid/r:17 trcdevtype/r:1f trcclaimset:46 trcclaimclr:4e trcdevaff0/r:56 trcdevaff1/r:5e trclar/w:66 trclsr/r:6e
117 trcauthstatus/r:76 trcdevarch/r:7e
119 brbcr_el1:0 brbfcr_el1:1 brbts_el1:2 brbinfinj_el1:8 brbsrcinj_el1:9 brbtgtinj_el1:a brbidr0_el1/r:10
120 teecr32_el1:0
121 teehbr32_el1:0
130 mdccsr_el0/r:8 dbgdtr_el0:20 dbgdtrrx_el0/r:28 dbgdtrtx_el0/w:28
140 dbgvcr32_el2:38
149 brbcr_el2:0
159 brbcr_el12:0
180 midr_el1/r:0 mpidr_el1/r:5 revidr_el1/r:6 id_pfr0_el1/r:8 id_pfr1_el1/r:9 id_dfr0_el1/r:a id_afr0_el1/r:b id_mmfr4_el1/r:16
180 id_isar6_el1/r:17 id_pfr2_el1/r:1c id_mmfr5_el1/r:1e id_aa64pfr0_el1/r:20 id_aa64pfr1_el1/r:21 id_aa64zfr0_el1/r:24
180 id_aa64smfr0_el1/r:25 id_aa64dfr0_el1/r:28 id_aa64dfr1_el1/r:29 id_aa64afr0_el1/r:2c id_aa64afr1_el1/r:2d
181 sctlr_el1:0 actlr_el1:1 cpacr_el1:2 rgsr_el1:5 gcr_el1:6 zcr_el1:10 trfcr_el1:11 smpri_el1:14 smcr_el1:16
182 ttbr0_el1:0 ttbr1_el1:1 tcr_el1:2 apiakeylo_el1:8 apiakeyhi_el1:9 apibkeylo_el1:a apibkeyhi_el1:b apdakeylo_el1:10 apdakeyhi_el1:11
182 apdbkeylo_el1:12 apdbkeyhi_el1:13 apgakeylo_el1:18 apgakeyhi_el1:19
184 spsr_el1:0 elr_el1:1 sp_el0:8 spsel:10 currentel/r:12 pan:13 uao:14 icc_pmr_el1:30
185 afsr0_el1:8 afsr1_el1:9 esr_el1:10 erridr_el1/r:18 errselr_el1:19 erxfr_el1/r:20 erxctlr_el1:21 erxstatus_el1:22 erxaddr_el1:23
185 erxpfgf_el1/r:24 erxpfgctl_el1:25 erxpfgcdn_el1:26 tfsr_el1:30 tfsre0_el1:31
186 far_el1:0
187 par_el1:20
189 pmscr_el1:48 pmsnevfr_el1:49 pmsicr_el1:4a pmsirr_el1:4b pmsfcr_el1:4c pmsevfr_el1:4d pmslatfr_el1:4e pmsidr_el1/r:4f
189 pmblimitr_el1:50 pmbptr_el1:51 pmbsr_el1:53 pmbidr_el1/r:57 trblimitr_el1:58 trbptr_el1:59 trbbaser_el1:5a trbsr_el1:5b
189 trbmar_el1:5c trbtrg_el1:5e trbidr_el1/r:5f pmintenset_el1:71 pmintenclr_el1:72 pmmir_el1:76
18a mair_el1:10 amair_el1:18 lorsa_el1:20 lorea_el1:21 lorn_el1:22 lorc_el1:23 mpamidr_el1/r:24 lorid_el1/r:27 mpam1_el1:28
18a mpam0_el1:29 mpamsm_el1:2b
18c vbar_el1:0 rvbar_el1/r:1 rmr_el1:2 isr_el1/r:8 disr_el1:9 icc_iar0_el1/r:40 icc_eoir0_el1/w:41 icc_hppir0_el1/r:42 icc_bpr0_el1:43
18c icc_dir_el1/w:59 icc_rpr_el1/r:5b icc_sgi1r_el1/w:5d icc_asgi1r_el1/w:5e icc_sgi0r_el1/w:5f icc_iar1_el1/r:60 icc_eoir1_el1/w:61
18c icc_hppir1_el1/r:62 icc_bpr1_el1:63 icc_ctlr_el1:64 icc_sre_el1:65 icc_igrpen0_el1:66 icc_igrpen1_el1:67
18d contextidr_el1:1 tpidr_el1:4 accdata_el1:5 scxtnum_el1:7
18e cntkctl_el1:8
190 ccsidr_el1/r:0 clidr_el1/r:1 ccsidr2_el1/r:2 gmid_el1/r:4 smidr_el1/r:6 aidr_el1/r:7
1a0 csselr_el1:0
1b0 ctr_el0/r:1 dczid_el0/r:7
1b2 rndr/r:20 rndrrs/r:21
1b4 nzcv:10 daif:11 svcr:12 dit:15 ssbs:16 tco:17 fpcr:20 fpsr:21 dspsr_el0:28 dlr_el0:29
1b9 pmcr_el0:60 pmcntenset_el0:61 pmcntenclr_el0:62 pmovsclr_el0:63 pmswinc_el0/w:64 pmselr_el0:65 pmceid0_el0/r:66 pmceid1_el0/r:67
1b9 pmccntr_el0:68 pmxevtyper_el0:69 pmxevcntr_el0:6a pmuserenr_el0:70 pmovsset_el0:73
1bd tpidr_el0:2 tpidrro_el0:3 tpidr2_el0:5 scxtnum_el0:7 amcr_el0:10 amcfgr_el0/r:11 amcgcr_el0/r:12 amuserenr_el0:13
1bd amcntenclr0_el0:14 amcntenset0_el0:15 amcntenclr1_el0:18 amcntenset1_el0:19
1be cntfrq_el0:0 cntpct_el0/r:1 cntvct_el0/r:2 cntpctss_el0:5 cntvctss_el0:6 cntp_tval_el0:10 cntp_ctl_el0:11 cntp_cval_el0:12
1be cntv_tval_el0:18 cntv_ctl_el0:19 cntv_cval_el0:1a pmccfiltr_el0:7f
1c0 vpidr_el2:0 vmpidr_el2:5
1c1 sctlr_el2:0 actlr_el2:1 hcr_el2:8 mdcr_el2:9 cptr_el2:a hstr_el2:b hfgrtr_el2:c hfgwtr_el2:d hfgitr_el2:e hacr_el2:f zcr_el2:10
1c1 trfcr_el2:11 hcrx_el2:12 smprimap_el2:15 smcr_el2:16 sder32_el2:19
1c2 ttbr0_el2:0 ttbr1_el2:1 tcr_el2:2 vttbr_el2:8 vtcr_el2:a vncr_el2:10 vsttbr_el2:30 vstcr_el2:32
1c3 dacr32_el2:0 hdfgrtr_el2:c hdfgwtr_el2:d
1c4 spsr_el2:0 elr_el2:1 sp_el1:8 spsr_irq:18 spsr_abt:19 spsr_und:1a spsr_fiq:1b
1c5 ifsr32_el2:1 afsr0_el2:8 afsr1_el2:9 esr_el2:10 vsesr_el2:13 fpexc32_el2:18 tfsr_el2:30
1c6 far_el2:0 hpfar_el2:4
1c9 pmscr_el2:48
1ca mair_el2:10 amair_el2:18 mpamhcr_el2:20 mpamvpmv_el2:21 mpam2_el2:28
1cc vbar_el2:0 rvbar_el2/r:1 rmr_el2:2 vdisr_el2:9 icc_sre_el2:4d ich_hcr_el2:58 ich_vtr_el2/r:59 ich_misr_el2/r:5a ich_eisr_el2/r:5b
1cc ich_elrsr_el2/r:5d ich_vmcr_el2:5f
1cd contextidr_el2:1 tpidr_el2:2 scxtnum_el2:7
1ce cntvoff_el2:3 cntscale_el2:4 cntiscale_el2:5 cntpoff_el2:6 cntvfrq_el2:7 cnthctl_el2:8 cnthp_tval_el2:10 cnthp_ctl_el2:11
1ce cnthp_cval_el2:12 cnthv_tval_el2:18 cnthv_ctl_el2:19 cnthv_cval_el2:1a cnthvs_tval_el2:20 cnthvs_ctl_el2:21 cnthvs_cval_el2:22
1ce cnthps_tval_el2:28 cnthps_ctl_el2:29 cnthps_cval_el2:2a
1d1 sctlr_el12:0 cpacr_el12:2 zcr_el12:10 trfcr_el12:11 smcr_el12:16
1d2 ttbr0_el12:0 ttbr1_el12:1 tcr_el12:2
1d4 spsr_el12:0 elr_el12:1
1d5 afsr0_el12:8 afsr1_el12:9 esr_el12:10 tfsr_el12:30
1d6 far_el12:0
1d9 pmscr_el12:48
1da mair_el12:10 amair_el12:18 mpam1_el12:28
1dc vbar_el12:0
1dd contextidr_el12:1 scxtnum_el12:7
1de cntkctl_el12:8 cntp_tval_el02:10 cntp_ctl_el02:11 cntp_cval_el02:12 cntv_tval_el02:18 cntv_ctl_el02:19 cntv_cval_el02:1a
1e1 sctlr_el3:0 actlr_el3:1 scr_el3:8 sder32_el3:9 cptr_el3:a zcr_el3:10 smcr_el3:16 mdcr_el3:19
1e2 ttbr0_el3:0 tcr_el3:2 gptbr_el3:c gpccr_el3:e
1e4 spsr_el3:0 elr_el3:1 sp_el2:8
1e5 afsr0_el3:8 afsr1_el3:9 esr_el3:10 tfsr_el3:30
1e6 far_el3:0 mfar_el3:5
1ea mair_el3:10 amair_el3:18 mpam3_el3:28
1ec vbar_el3:0 rvbar_el3/r:1 rmr_el3:2 icc_ctlr_el3:64 icc_sre_el3:65 icc_igrpen1_el3:67
1ed tpidr_el3:2 scxtnum_el3:7
1fe cntps_tval_el1:10 cntps_ctl_el1:11 cntps_cval_el1:12
`;
