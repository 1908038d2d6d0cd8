int darkroom_placeholder(void){return 0;}
