# Draws the synthetic shapes set (Pillow, NumPy): python3 generate.py OUT TRAIN_COUNT VALIDATION_COUNT. Same seeds, same images.
import sys, json, math, random
from pathlib import Path
import numpy as np
from PIL import Image, ImageDraw, ImageFilter
CLASSES=["circle","square","triangle","star","cross"]
def background(r,w,h):
    k=r.randrange(4)
    a=np.array([r.randrange(256) for _ in range(3)],float); b=np.array([r.randrange(256) for _ in range(3)],float)
    yy,xx=np.mgrid[0:h,0:w]; t=r.random()*2*math.pi
    g=((xx*math.cos(t)+yy*math.sin(t))/max(w,h)); g=(g-g.min())/(g.max()-g.min()+1e-9)
    if k==1: g=(np.sin(g*r.uniform(4,40))+1)/2
    if k==2: g=(((xx//r.randrange(6,30))+(yy//r.randrange(6,30)))%2).astype(float)
    img=a+(b-a)*g[...,None]*r.uniform(.1,.8)
    n=np.random.default_rng(r.randrange(1<<30)).normal(0,r.uniform(0,22),(h,w,3))
    if k==3:
        n=np.array(Image.fromarray(np.uint8(np.clip(n*4+128,0,255))).filter(ImageFilter.GaussianBlur(r.uniform(1,4))),float)-128
    return Image.fromarray(np.uint8(np.clip(img+n,0,255)))
def poly(kind,cx,cy,s,rot):
    if kind=="square": pts=[(-1,-1),(1,-1),(1,1),(-1,1)]
    elif kind=="triangle": pts=[(math.cos(a),math.sin(a)) for a in (-math.pi/2,math.pi/6,5*math.pi/6)]
    elif kind=="star": pts=[((1 if i%2==0 else .42)*math.cos(-math.pi/2+i*math.pi/5),(1 if i%2==0 else .42)*math.sin(-math.pi/2+i*math.pi/5)) for i in range(10)]
    elif kind=="cross":
        t=.33; pts=[(-t,-1),(t,-1),(t,-t),(1,-t),(1,t),(t,t),(t,1),(-t,1),(-t,t),(-1,t),(-1,-t),(-t,-t)]
    else: pts=[(math.cos(i*math.pi/24),math.sin(i*math.pi/24)) for i in range(48)]
    c,n=math.cos(rot),math.sin(rot)
    return [(cx+s*(x*c-y*n),cy+s*(x*n+y*c)) for x,y in pts]
def scene(seed,w,h):
    r=random.Random(seed); S=2
    im=background(r,w,h).resize((w*S,h*S)); d=ImageDraw.Draw(im); boxes=[]
    for _ in range(r.choice([1,2,2,3,3,4,5,6])):
        for _try in range(20):
            kind=r.randrange(5); s=math.exp(r.uniform(math.log(7),math.log(min(w,h)*.42)))
            cx,cy=r.uniform(s*.7,w-s*.7),r.uniform(s*.7,h-s*.7)
            rot=r.uniform(-.35,.35) if CLASSES[kind] in("square","cross","triangle","star") else 0
            p=poly(CLASSES[kind],cx*S,cy*S,s*S,rot)
            x0,y0=max(0,min(x for x,_ in p)/S),max(0,min(y for _,y in p)/S); x1,y1=min(w,max(x for x,_ in p)/S),min(h,max(y for _,y in p)/S)
            def iou(b):
                ix=max(0,min(b[3],x1)-max(b[1],x0)); iy=max(0,min(b[4],y1)-max(b[2],y0)); i=ix*iy
                return i/min((x1-x0)*(y1-y0),(b[3]-b[1])*(b[4]-b[2]))
            if all(iou(b)<.25 for b in boxes): break
        else: continue
        bg=np.array(im.resize((8,8))).reshape(-1,3).mean(0)
        while True:
            col=tuple(r.randrange(256) for _ in range(3))
            if abs(np.array(col)-bg).sum()>130: break
        d.polygon(p,fill=col)
        if r.random()<.4: d.line(p+[p[0]],fill=tuple(r.randrange(256) for _ in range(3)),width=max(1,int(s*S*.06)))
        boxes.append((kind,x0,y0,x1,y1))
    im=im.resize((w,h),Image.LANCZOS)
    if r.random()<.3: im=im.filter(ImageFilter.GaussianBlur(r.uniform(.3,1)))
    return im,boxes
if __name__=="__main__":
    out=Path(sys.argv[1]); 
    for split,n,base in (("train",int(sys.argv[2]),10_000_000),("val",int(sys.argv[3]),20_000_000)):
        (out/split).mkdir(parents=True,exist_ok=True); names=[]
        coco={"info":{"description":"synthetic shapes"},"licenses":[],"images":[],"annotations":[],"categories":[{"id":i+1,"name":c,"supercategory":"shape"} for i,c in enumerate(CLASSES)]}
        for i in range(n):
            r=random.Random(base+i); w,h=(160,160) if split=="train" else r.choice([(160,160),(208,160),(160,224),(240,176)])
            im,bx=scene(base+i,w,h); f=out/split/f"{i:06d}.jpg"; im.save(f,quality=92)
            f.with_suffix(".txt").write_text("".join(f"{k} {(a+c)/2/w:.6f} {(b+d)/2/h:.6f} {(c-a)/w:.6f} {(d-b)/h:.6f}\n" for k,a,b,c,d in bx)); names.append(str(f))
            coco["images"].append({"id":i+1,"file_name":f.name,"width":w,"height":h})
            for k,a,b,c,d in bx: coco["annotations"].append({"id":len(coco["annotations"])+1,"image_id":i+1,"category_id":k+1,"bbox":[round(a,2),round(b,2),round(c-a,2),round(d-b,2)],"area":round((c-a)*(d-b),2),"iscrowd":0})
        (out/f"{split}.txt").write_text("\n".join(names)+"\n"); (out/f"{split}.json").write_text(json.dumps(coco))
    (out/"shapes.names").write_text("\n".join(CLASSES)+"\n")
