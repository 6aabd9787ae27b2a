// Operations on caches, translations and predictions: aliases of `sys`.

/** By instruction: names with 14 bits of encoding (op1, CRn, CRm, op2); `!` has no register, `?` neither, and only with that field full of ones. */
export const OPERATIONS = `
ic ialluis!:388 iallu!:3a8 ivau:1ba9
dc ivac:3b1 isw:3b2 igvac:3b3 igsw:3b4 igdvac:3b5 igdsw:3b6 csw:3d2 cgsw:3d4 cgdsw:3d6 cisw:3f2 cigsw:3f4 cigdsw:3f6 zva:1ba1 gva:1ba3
dc gzva:1ba4 cvac:1bd1 cgvac:1bd3 cgdvac:1bd5 cvau:1bd9 cvap:1be1 cgvap:1be3 cgdvap:1be5 cvadp:1be9 cgvadp:1beb cgdvadp:1bed civac:1bf1
dc cigvac:1bf3 cigdvac:1bf5
at s1e1r:3c0 s1e1w:3c1 s1e0r:3c2 s1e0w:3c3 s1e1rp:3c8 s1e1wp:3c9 s1e2r:23c0 s1e2w:23c1 s12e1r:23c4 s12e1w:23c5 s12e0r:23c6 s12e0w:23c7
at s1e3r:33c0 s1e3w:33c1
tlbi vmalle1os!:408 vae1os:409 aside1os:40a vaae1os:40b vale1os:40d vaale1os:40f rvae1is:411 rvaae1is:413 rvale1is:415 rvaale1is:417
tlbi vmalle1is!:418 vae1is:419 aside1is:41a vaae1is:41b vale1is:41d vaale1is:41f rvae1os:429 rvaae1os:42b rvale1os:42d rvaale1os:42f
tlbi rvae1:431 rvaae1:433 rvale1:435 rvaale1:437 vmalle1!:438 vae1:439 aside1:43a vaae1:43b vale1:43d vaale1:43f vmalle1osnxs!:488
tlbi vae1osnxs:489 aside1osnxs:48a vaae1osnxs:48b vale1osnxs:48d vaale1osnxs:48f rvae1isnxs:491 rvaae1isnxs:493 rvale1isnxs:495
tlbi rvaale1isnxs:497 vmalle1isnxs!:498 vae1isnxs:499 aside1isnxs:49a vaae1isnxs:49b vale1isnxs:49d vaale1isnxs:49f rvae1osnxs:4a9
tlbi rvaae1osnxs:4ab rvale1osnxs:4ad rvaale1osnxs:4af rvae1nxs:4b1 rvaae1nxs:4b3 rvale1nxs:4b5 rvaale1nxs:4b7 vmalle1nxs!:4b8
tlbi vae1nxs:4b9 aside1nxs:4ba vaae1nxs:4bb vale1nxs:4bd vaale1nxs:4bf ipas2e1is:2401 ripas2e1is:2402 ipas2le1is:2405 ripas2le1is:2406
tlbi alle2os!:2408 vae2os:2409 alle1os!:240c vale2os:240d vmalls12e1os!:240e rvae2is:2411 rvale2is:2415 alle2is!:2418 vae2is:2419
tlbi alle1is!:241c vale2is:241d vmalls12e1is!:241e ipas2e1os:2420 ipas2e1:2421 ripas2e1:2422 ripas2e1os:2423 ipas2le1os:2424
tlbi ipas2le1:2425 ripas2le1:2426 ripas2le1os:2427 rvae2os:2429 rvale2os:242d rvae2:2431 rvale2:2435 alle2!:2438 vae2:2439 alle1!:243c
tlbi vale2:243d vmalls12e1!:243e ipas2e1isnxs:2481 ripas2e1isnxs:2482 ipas2le1isnxs:2485 ripas2le1isnxs:2486 alle2osnxs!:2488
tlbi vae2osnxs:2489 alle1osnxs!:248c vale2osnxs:248d vmalls12e1osnxs!:248e rvae2isnxs:2491 rvale2isnxs:2495 alle2isnxs!:2498
tlbi vae2isnxs:2499 alle1isnxs!:249c vale2isnxs:249d vmalls12e1isnxs!:249e ipas2e1osnxs:24a0 ipas2e1nxs:24a1 ripas2e1nxs:24a2
tlbi ripas2e1osnxs:24a3 ipas2le1osnxs:24a4 ipas2le1nxs:24a5 ripas2le1nxs:24a6 ripas2le1osnxs:24a7 rvae2osnxs:24a9 rvale2osnxs:24ad
tlbi rvae2nxs:24b1 rvale2nxs:24b5 alle2nxs!:24b8 vae2nxs:24b9 alle1nxs!:24bc vale2nxs:24bd vmalls12e1nxs!:24be alle3os!:3408
tlbi vae3os:3409 paallos!:340c vale3os:340d rvae3is:3411 rvale3is:3415 alle3is!:3418 vae3is:3419 vale3is:341d rpaos:3423 rpalos:3427
tlbi rvae3os:3429 rvale3os:342d rvae3:3431 rvale3:3435 alle3!:3438 vae3:3439 paall!:343c vale3:343d alle3osnxs!:3488 vae3osnxs:3489
tlbi paallosnxs!:348c vale3osnxs:348d rvae3isnxs:3491 rvale3isnxs:3495 alle3isnxs!:3498 vae3isnxs:3499 vale3isnxs:349d rpaosnxs:34a3
tlbi rpalosnxs:34a7 rvae3osnxs:34a9 rvale3osnxs:34ad rvae3nxs:34b1 rvale3nxs:34b5 alle3nxs!:34b8 vae3nxs:34b9 paallnxs!:34bc
tlbi vale3nxs:34bd
brb iall?:b94 inj?:b95
cfp rctx:1b9c
dvp rctx:1b9d
cpp rctx:1b9f
`;
