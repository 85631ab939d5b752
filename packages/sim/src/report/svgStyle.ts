/** Style of the marks of an SVG chart. The surrounding page or figure sets the colours of `c0`, `c1`, …. */
export const svgStyle = `
.line,.steps,.recorded,.level,.parted{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round}
.steps,.recorded,.level,.parted{stroke-linecap:butt}
.steps{stroke-width:2}
.recorded{stroke-width:6;opacity:.45}
.band{fill:currentColor;opacity:.3}
.parted{stroke-dasharray:1 3;stroke-width:1.5}
.tickmark,.diamond{fill:currentColor}
`;
