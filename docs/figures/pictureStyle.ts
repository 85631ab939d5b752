import { light } from '../../packages/sim/src/report/palette.js';
import { svgStyle } from '../../packages/sim/src/report/svgMarks.js';

const colors = light.series.map((color, i) => `.c${i}{color:${color}}`).join('');

/** The style of the site's figures in light colours, for a figure that stands alone as a file. */
export const pictureStyle = `text{font-family:"DejaVu Sans";fill:${light.ink}}.grid{stroke:${light.line}}.tick{fill:${light.faint};font-size:12px}${svgStyle}${colors}`;
