// SME: found by asking a disassembler of LLVM 14 for the instructions with every pattern of fixed bits, and by fitting fields to what its answers
// vary in; written down in the language of rows.ts and templates.ts. What is more special stands first.

export const MATRIX: string = `${['00', '01', '10', '11', 'q']
  .map((size, power) => {
    const suffix = 'bhsdq'.charAt(power);
    const name = 'bhwdq'.charAt(power);
    const [first, bits] = size === 'q' ? ['11100001', '11'] : ['11100000', size];
    const fields = `${'t'.repeat(power)}${'i'.repeat(4 - power)}`;
    const tile = `za${power === 0 ? '0' : '<t>'}{v:h|v}.${suffix}[<Wr+12>,${power === 4 ? '0' : '<i>'}]`;
    const shift = power === 0 ? '' : `,lsl_#${power}`;
    const q = size === 'q' ? '1' : '0';
    return `
${first} ${bits}011111 vrrgggnn nnn0${fields} ld1${name} '(${tile}) 'p<g>/z '[<Sn>]
${first} ${bits}111111 vrrgggnn nnn0${fields} st1${name} '(${tile}) 'p<g> '[<Sn>] !next,reads
${first} ${bits}0mmmmm vrrgggnn nnn0${fields} ld1${name} '(${tile}) 'p<g>/z '[<Sn>,<Xm>${shift}]
${first} ${bits}1mmmmm vrrgggnn nnn0${fields} st1${name} '(${tile}) 'p<g> '[<Sn>,<Xm>${shift}] !next,reads
11000000 ${bits}00000${q} vrrgggnn nnn0${fields} mov '${tile} 'p<g>/m 'z<n>.${suffix}
11000000 ${bits}00001${q} vrrggg0${fields.charAt(0)} ${fields.slice(1)}ddddd mov 'z<d>.${suffix} 'p<g>/m '${tile}`;
  })
  .join('')}
11100001 00000000 0rr000nn nnn00000 ldr 'za[<Wr+12>,0] '[<Sn>]
11100001 00100000 0rr000nn nnn00000 str 'za[<Wr+12>,0] '[<Sn>] !next,reads
11100001 00000000 0rr000nn nnn0iiii ldr 'za[<Wr+12>,<i>] '[<Sn>,#<i>,mul_vl]
11100001 00100000 0rr000nn nnn0iiii str 'za[<Wr+12>,<i>] '[<Sn>,#<i>,mul_vl] !next,reads
11000000 10010000 cccbbbdd ddd000aa addha 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.s
11000000 10010001 cccbbbdd ddd000aa addva 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.s
11000000 11010000 cccbbbdd ddd00aaa addha 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.d
11000000 11010001 cccbbbdd ddd00aaa addva 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.d
10000000 100eeeee cccbbbdd ddd100aa fmops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.s 'z<e>.s
10100001 100eeeee cccbbbdd ddd000aa usmopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10100000 100eeeee cccbbbdd ddd100aa smops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10000001 101eeeee cccbbbdd ddd100aa fmops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10000001 100eeeee cccbbbdd ddd000aa bfmopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100000 101eeeee cccbbbdd ddd000aa sumopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10000001 101eeeee cccbbbdd ddd000aa fmopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10000001 100eeeee cccbbbdd ddd100aa bfmops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100001 100eeeee cccbbbdd ddd100aa usmops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10100000 101eeeee cccbbbdd ddd100aa sumops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10000000 100eeeee cccbbbdd ddd000aa fmopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.s 'z<e>.s
10100000 100eeeee cccbbbdd ddd000aa smopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10100001 101eeeee cccbbbdd ddd000aa umopa 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10100001 101eeeee cccbbbdd ddd100aa umops 'za<a>.s 'p<b>/m 'p<c>/m 'z<d>.b 'z<e>.b
10100000 110eeeee cccbbbdd ddd10aaa smops 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100001 111eeeee cccbbbdd ddd00aaa umopa 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100001 110eeeee cccbbbdd ddd10aaa usmops 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100000 111eeeee cccbbbdd ddd00aaa sumopa 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100000 111eeeee cccbbbdd ddd10aaa sumops 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100001 111eeeee cccbbbdd ddd10aaa umops 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10000000 110eeeee cccbbbdd ddd10aaa fmops 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.d 'z<e>.d
10100001 110eeeee cccbbbdd ddd00aaa usmopa 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10100000 110eeeee cccbbbdd ddd00aaa smopa 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.h 'z<e>.h
10000000 110eeeee cccbbbdd ddd00aaa fmopa 'za<a>.d 'p<b>/m 'p<c>/m 'z<d>.d 'z<e>.d
11000000 00001000 00000000 iiiiiiii zero sys.matrixTiles:i
`;
